namespace Microsoft.DurableTask;

/// <summary>What a retry handler knows when it decides.</summary>
/// <param name="OrchestrationContext">The orchestration; its timers and clock may be used by the handler.</param>
/// <param name="LastAttemptNumber">Number of the attempt that failed, from 1.</param>
/// <param name="LastFailure">How that attempt failed.</param>
/// <param name="TotalRetryTime">Time since the first attempt was scheduled, by the orchestration's clock.</param>
/// <param name="CancellationToken">Stops the retries.</param>
public record RetryContext(
    TaskOrchestrationContext OrchestrationContext,
    int LastAttemptNumber,
    TaskFailureDetails LastFailure,
    TimeSpan TotalRetryTime,
    CancellationToken CancellationToken);
