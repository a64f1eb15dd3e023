namespace CloudRestore.Learning.Stages;

/// <summary>How a stage ended.</summary>
/// <param name="Metrics">The figures the run is judged by, by name: <c>loss</c>, <c>accuracy</c>, <c>psnrDamaged</c>, <c>psnrRestored</c> and the like.</param>
public sealed record StageResult(IReadOnlyDictionary<string, double> Metrics);
