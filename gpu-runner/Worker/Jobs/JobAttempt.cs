using CloudRestore.Core.Jobs;

namespace CloudRestore.GpuRunner.Jobs;

/// <summary>One attempt at a job, as the code that does the work sees it.</summary>
internal sealed record JobAttempt
{
    /// <summary>What to do.</summary>
    public required JobMessage Job { get; init; }

    /// <summary>The attempt, from 1; it fences outputs and pointers.</summary>
    public required int Number { get; init; }

    /// <summary>Lease or message is lost: write nothing more.</summary>
    public required CancellationToken Lost { get; init; }

    /// <summary>Somebody wants the job cancelled.</summary>
    public required CancellationToken Cancelled { get; init; }

    /// <summary>The runner stops: leave the job in a state from which another goes on.</summary>
    public required CancellationToken Stopping { get; init; }
}
