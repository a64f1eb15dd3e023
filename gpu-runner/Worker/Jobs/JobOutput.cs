using CloudRestore.Core.Jobs;

namespace CloudRestore.GpuRunner.Jobs;

/// <summary>What an attempt has completed.</summary>
/// <param name="Address">The folder or blob, with every byte stored.</param>
/// <param name="Metrics">Numbers for the result.</param>
internal sealed record JobOutput(BlobAddress Address, IReadOnlyDictionary<string, double> Metrics);
