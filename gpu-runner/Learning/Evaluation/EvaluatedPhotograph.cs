namespace CloudRestore.Learning.Evaluation;

/// <summary>One held-out photograph and how each model did on it.</summary>
/// <param name="Name">The photograph's name.</param>
/// <param name="Scores">Scores by model, with the keys of <see cref="EvaluationReport.Mean"/>.</param>
/// <param name="Sample">Its sample grid, relative to the report; null if it has none.</param>
public sealed record EvaluatedPhotograph(string Name, IReadOnlyDictionary<string, PhotographScore> Scores, string? Sample);
