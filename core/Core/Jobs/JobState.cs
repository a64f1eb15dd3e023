using CloudRestore.Core.Naming;
using CloudRestore.Core.Serialization;

namespace CloudRestore.Core.Jobs;

/// <summary>
/// <c>jobs/{job}/state.json</c>: the blob whose lease makes a runner the only one on a job, and what it last said. Written only under the lease, so a runner
/// that has lost it cannot overwrite its successor's word.
/// </summary>
public sealed record JobState : IWireDocument
{
    /// <inheritdoc/>
    public static int CurrentVersion => 1;

    /// <inheritdoc/>
    public static string What => "job state";

    /// <inheritdoc/>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The job.</summary>
    public required string JobId { get; init; }

    /// <summary>How often a runner has begun it; the number that fences pointers and outputs.</summary>
    public int Attempt { get; init; }

    /// <summary>Failures recorded so far, oldest first.</summary>
    public IReadOnlyList<JobFailure> Failures { get; init; } = [];

    /// <summary>Attempts begun since a checkpoint last moved on; evictions count here and not as failures.</summary>
    public int AttemptsWithoutProgress { get; init; }

    /// <summary>The step of the newest checkpoint when the attempt began.</summary>
    public long CheckpointStep { get; init; }

    /// <summary>When a runner first took it.</summary>
    public DateTimeOffset? FirstStartedAt { get; init; }

    /// <summary>When the present attempt began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the runner last said that it lives.</summary>
    public DateTimeOffset? HeartbeatAt { get; init; }

    /// <summary>The runner's name, for logs.</summary>
    public string? Runner { get; init; }

    /// <inheritdoc/>
    public void Validate() => Identifier.Require(JobId, "job");
}
