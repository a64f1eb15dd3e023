using CloudRestore.Core.Runs;

namespace CloudRestore.Functions.Datasets;

/// <summary>Input of <see cref="DatasetImportOrchestrator"/> and its activities; what was asked for stands in the dataset's record.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Import">The import.</param>
public sealed record ImportStart(string Dataset, string Import);

/// <summary>Where an import stands after one of its activities.</summary>
/// <param name="IsDone">Whether the source is read to its end.</param>
/// <param name="IsCancelled">Whether somebody asked for the end.</param>
public sealed record ImportStep(bool IsDone, bool IsCancelled);

/// <summary>How an import ended, as its orchestration knows it.</summary>
/// <param name="Start">The import.</param>
/// <param name="Status">Succeeded, failed or cancelled.</param>
/// <param name="Reason">Why it failed or was cancelled.</param>
/// <param name="FinishedAt">When it ended.</param>
public sealed record ImportEnding(ImportStart Start, RunStatus Status, string? Reason, DateTimeOffset FinishedAt);
