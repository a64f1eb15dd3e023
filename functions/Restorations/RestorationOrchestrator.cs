using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Functions.GpuJobs;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Webhooks;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace CloudRestore.Functions.Restorations;

/// <summary>
/// Restores the photographs of one record, at most 32 at once, each as a GPU job of its own. One that fails does not stop the others. The
/// instance id is the restoration's id. Larger ones are the <see cref="BatchOrchestrator"/>'s.
/// </summary>
public static class RestorationOrchestrator
{
    /// <summary>What the jobs of a cancelled restoration are told.</summary>
    internal const string CancelledClause = "the restoration was cancelled";

    /// <summary>Restores them.</summary>
    /// <param name="context">The orchestration; its input is a <see cref="RestorationStart"/>.</param>
    /// <returns>How the restoration ended.</returns>
    [Function(nameof(RestorationOrchestrator))]
    public static async Task<RunStatus> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var start = context.GetInput<RestorationStart>()!;
        var cancel = context.WaitForExternalEvent<string>(EventNames.Cancel);
        var ends = new GpuJobEnd?[start.Total];
        string? reason = null;
        Show(context, ends);
        try
        {
            for (var first = 0; first < start.Total && !cancel.IsCompleted; first += JobWave.AtOnce)
                await RestoreAsync(context, start, first, ends, cancel);
        }
        catch (TaskFailedException e)
        {
            reason = Failures.ReasonOf(e);
        }

        var ending = new RestorationEnding(start.Id, ends, cancel.IsCompleted, reason, new DateTimeOffset(context.CurrentUtcDateTime));
        var status = await context.CallActivityAsync<RunStatus>(nameof(RestorationActivities.WriteRestorationOutcome), ending, Failures.Retry);
        context.WakeWebhook(start.Webhook);
        return status;
    }

    private static async Task RestoreAsync(TaskOrchestrationContext context, RestorationStart start, int first, GpuJobEnd?[] ends, Task cancel)
    {
        var share = new RestorationShare(start.Id, first, Math.Min(JobWave.AtOnce, start.Total - first));
        var messages = await context.CallActivityAsync<List<JobMessage>>(nameof(RestorationActivities.ReadJobs), share, Failures.Retry);
        await context.RunJobsAsync(messages, start.Jobs, cancel, CancelledClause, new ArraySegment<GpuJobEnd?>(ends, first, messages.Count), () => Show(context, ends));
    }

    private static void Show(TaskOrchestrationContext context, GpuJobEnd?[] ends) => context.SetCustomStatus(RestorationStatus.Of(ends));
}
