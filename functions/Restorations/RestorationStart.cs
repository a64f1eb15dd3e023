using CloudRestore.Core.Jobs;
using CloudRestore.Functions.GpuJobs;

namespace CloudRestore.Functions.Restorations;

/// <summary>Input of <see cref="RestorationOrchestrator"/>. The photographs stay in the record: there may be hundreds.</summary>
/// <param name="Id">The restoration.</param>
/// <param name="Total">How many photographs it has.</param>
/// <param name="Jobs">Settings of its GPU jobs.</param>
/// <param name="Webhook">The orchestration that calls its webhook; null if it has none.</param>
public sealed record RestorationStart(string Id, int Total, GpuJobOptions Jobs, string? Webhook = null);

/// <summary>Custom status of <see cref="RestorationOrchestrator"/> and <see cref="ChunkOrchestrator"/>.</summary>
/// <param name="Total">Photographs in all.</param>
/// <param name="Finished">Photographs that ended, restored or not.</param>
/// <param name="Failed">Of these, the ones that were not restored.</param>
public sealed record RestorationStatus(int Total, int Finished, int Failed)
{
    /// <summary>Counts ends.</summary>
    internal static RestorationStatus Of(GpuJobEnd?[] ends) => new(
        ends.Length, ends.Count(end => end is not null), ends.Count(end => end is not null and not { Outcome: JobOutcome.Succeeded }));
}

/// <summary>A share of a restoration's photographs.</summary>
/// <param name="Id">The restoration.</param>
/// <param name="First">Index of the first photograph.</param>
/// <param name="Count">How many.</param>
public sealed record RestorationShare(string Id, int First, int Count);

/// <summary>How a restoration ended.</summary>
/// <param name="Id">The restoration.</param>
/// <param name="Ends">Each photograph's end, in order; null for one that was not begun.</param>
/// <param name="Cancelled">Whether somebody asked for the end.</param>
/// <param name="Reason">Why it failed as a whole, or null.</param>
/// <param name="FinishedAt">When.</param>
public sealed record RestorationEnding(
    string Id, IReadOnlyList<GpuJobEnd?> Ends, bool Cancelled, string? Reason, DateTimeOffset FinishedAt);
