namespace CloudRestore.Learning.Evaluation;

/// <summary>What a training stage left for the report.</summary>
/// <param name="Name">The stage.</param>
/// <param name="Metrics">The lines of its metrics.csv, the header first; empty if there is none.</param>
/// <param name="Samples">Its sample grids by step, in order, each a JPEG.</param>
internal sealed record TrainedStage(string Name, IReadOnlyList<string> Metrics, IReadOnlyDictionary<long, byte[]> Samples);
