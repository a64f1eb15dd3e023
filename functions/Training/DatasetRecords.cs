using CloudRestore.Core.Runs;

namespace CloudRestore.Functions.Training;

/// <summary>The names found below a dataset's originals when a run began.</summary>
/// <param name="Names">Names in ordinal order.</param>
public sealed record DatasetListing(IReadOnlyList<string> Names);

/// <summary>A share of a dataset for one activity.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="RunId">The run.</param>
/// <param name="Index">The share, from 0.</param>
/// <param name="TraceParent">The run's <see cref="TrainingRequest.TraceParent"/>.</param>
public sealed record DatasetShare(string Dataset, string RunId, int Index, string? TraceParent = null);

/// <summary>What one activity found in its share.</summary>
/// <param name="Photographs">Those that can be used; the split is not chosen yet.</param>
/// <param name="Rejected">Those that cannot.</param>
public sealed record DatasetInspection(IReadOnlyList<DatasetPhotograph> Photographs, IReadOnlyList<RejectedFile> Rejected);

/// <summary>What the manifest of a run amounts to.</summary>
/// <param name="Train">Photographs to train on.</param>
/// <param name="HeldOut">Photographs held out.</param>
/// <param name="Pairs">Hash of recipe, seed and photographs: where the pairs go.</param>
/// <param name="Problem">Why nothing can be trained on it: one sentence, or null.</param>
public sealed record ManifestSummary(int Train, int HeldOut, string Pairs, string? Problem);
