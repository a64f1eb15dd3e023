using CloudRestore.Core.Jobs;

namespace CloudRestore.Functions.GpuJobs;

/// <summary>Input of <see cref="GpuJobOrchestrator"/>, carried on from one generation to the next.</summary>
public sealed record GpuJob
{
    /// <summary>What the runner is asked for; its job id is the orchestration's id.</summary>
    public required JobMessage Message { get; init; }

    /// <summary>The settings when the job was made.</summary>
    public required GpuJobOptions Options { get; init; }

    /// <summary>When the message was last put into the queue, UTC; null before the first time.</summary>
    public DateTime? QueuedAt { get; init; }

    /// <summary>How often the message was put into the queue again.</summary>
    public int Requeues { get; init; }

    /// <summary>When the runner was asked to stop, UTC; null if nobody asked.</summary>
    public DateTime? CancelledAt { get; init; }
}

/// <summary>What the storage says of a job at one moment.</summary>
/// <param name="End">How it ended, or null while it has not.</param>
/// <param name="HeartbeatAt">When a runner last said that it lives; null while none has taken the job.</param>
/// <param name="CancelRequested">Whether somebody asked for the end of this job or of its run.</param>
public sealed record GpuJobLook(GpuJobEnd? End, DateTimeOffset? HeartbeatAt, bool CancelRequested);

/// <summary>How a job ended: the part of its result that orchestrations need.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Attempt">The attempt that ended it.</param>
/// <param name="Output">Folder of the outputs, or the restored photograph; null unless it succeeded.</param>
/// <param name="Reason">Why it failed or was cancelled.</param>
public sealed record GpuJobEnd(JobOutcome Outcome, int Attempt, BlobAddress? Output, string? Reason);
