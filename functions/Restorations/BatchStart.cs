using CloudRestore.Core.Jobs;
using CloudRestore.Functions.GpuJobs;

namespace CloudRestore.Functions.Restorations;

/// <summary>Input of <see cref="BatchOrchestrator"/>. The photographs stay in documents of their own.</summary>
/// <param name="Id">The restoration.</param>
/// <param name="Total">How many photographs it has.</param>
/// <param name="ChunkSize">How many are restored by one orchestration.</param>
/// <param name="AtOnce">How many of these run at once.</param>
/// <param name="Jobs">Settings of the GPU jobs.</param>
/// <param name="Webhook">The orchestration that calls its webhook; null if it has none.</param>
public sealed record BatchStart(string Id, int Total, int ChunkSize, int AtOnce, GpuJobOptions Jobs, string? Webhook = null)
{
    /// <summary>How many chunks there are.</summary>
    internal int Chunks => (Total + ChunkSize - 1) / ChunkSize;

    /// <summary>How many photographs a chunk has.</summary>
    internal int CountOf(int chunk) => Math.Min(ChunkSize, Total - (chunk * ChunkSize));
}

/// <summary>Custom status of <see cref="BatchOrchestrator"/>; its size does not grow with the photographs.</summary>
/// <param name="Finished">Photographs of chunks that ended.</param>
/// <param name="Failed">Of these, the ones that were not restored.</param>
/// <param name="Begun">How many chunks were begun: those with the lowest numbers.</param>
/// <param name="Running">The chunks that run; each says in its own status how far it is.</param>
public sealed record BatchStatus(int Finished, int Failed, int Begun, IReadOnlyList<int> Running);

/// <summary>Input of <see cref="ChunkOrchestrator"/>.</summary>
/// <param name="Id">The restoration.</param>
/// <param name="Chunk">The chunk, from 0.</param>
/// <param name="First">Index of its first photograph.</param>
/// <param name="Count">How many photographs it has.</param>
/// <param name="Jobs">Settings of the GPU jobs.</param>
public sealed record ChunkStart(string Id, int Chunk, int First, int Count, GpuJobOptions Jobs)
{
    /// <summary>The id of its orchestration.</summary>
    /// <param name="restoration">The restoration.</param>
    /// <param name="chunk">The chunk, from 0.</param>
    internal static string InstanceOf(string restoration, int chunk) => FormattableString.Invariant($"{restoration}.chunk-{chunk}");
}

/// <summary>Jobs of a share of a chunk.</summary>
/// <param name="Messages">The jobs; none if somebody asked for the end.</param>
/// <param name="CancelRequested">Whether somebody did.</param>
public sealed record ChunkJobs(IReadOnlyList<JobMessage> Messages, bool CancelRequested);

/// <summary>An order to write down how a chunk ended.</summary>
/// <param name="Id">The restoration.</param>
/// <param name="Chunk">The chunk.</param>
/// <param name="Begun">Whether it was begun; else none of its photographs can have a result.</param>
/// <param name="Cancelled">Whether somebody asked for the end.</param>
/// <param name="Reason">Why photographs without a result have none, or null.</param>
public sealed record ChunkClosing(string Id, int Chunk, bool Begun, bool Cancelled, string? Reason);

/// <summary>How a chunk ended.</summary>
/// <param name="Count">How many photographs it has.</param>
/// <param name="Failed">How many of them were not restored.</param>
/// <param name="CancelRequested">Whether somebody asked for the end of the restoration.</param>
public sealed record ChunkEnd(int Count, int Failed, bool CancelRequested);

/// <summary>How a large restoration ended.</summary>
/// <param name="Id">The restoration.</param>
/// <param name="Failed">Photographs that were not restored.</param>
/// <param name="Cancelled">Whether somebody asked for the end.</param>
/// <param name="Reason">Why a chunk could not even be written down, or null.</param>
/// <param name="FinishedAt">When.</param>
public sealed record BatchEnding(string Id, int Failed, bool Cancelled, string? Reason, DateTimeOffset FinishedAt);
