using CloudRestore.Core.Api;
using CloudRestore.Functions.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace CloudRestore.Functions.Retraining;

/// <summary>
/// Decides whether to train anew, and starts the run. There is one instance, with an id of its own, so that no two decide at once; a run
/// that is not over makes the next decision a skipped one.
/// </summary>
public static class RetrainingOrchestrator
{
    /// <summary>The id of the one instance.</summary>
    public const string InstanceId = "retraining";

    /// <summary>Decides.</summary>
    /// <param name="context">The orchestration; its input is a <see cref="RetrainingStart"/>.</param>
    /// <returns>What came of it.</returns>
    [Function(nameof(RetrainingOrchestrator))]
    public static async Task<RetrainingAttempt> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var start = context.GetInput<RetrainingStart>()!;
        string reason;
        try
        {
            return await context.CallActivityAsync<RetrainingAttempt>(nameof(RetrainingActivities.DecideRetraining), start, Failures.Retry);
        }
        catch (TaskFailedException e)
        {
            reason = Failures.ReasonOf(e);
        }

        return await context.CallActivityAsync<RetrainingAttempt>(nameof(RetrainingActivities.FailRetraining), new RetrainingFailure(start, reason), Failures.Retry);
    }
}
