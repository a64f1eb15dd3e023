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
/// instance id is the restoration's id.
/// </summary>
public static class RestorationOrchestrator
{
    private const int AtOnce = 32;

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
            for (var first = 0; first < start.Total && !cancel.IsCompleted; first += AtOnce)
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
        var share = new RestorationShare(start.Id, first, Math.Min(AtOnce, start.Total - first));
        var messages = await context.CallActivityAsync<List<JobMessage>>(nameof(RestorationActivities.ReadJobs), share, Failures.Retry);
        var running = new List<(int Index, string JobId, Task<GpuJobEnd> End)>();
        for (var i = 0; i < messages.Count; i++)
        {
            var job = new GpuJob { Message = messages[i], Options = start.Jobs };
            var options = new SubOrchestrationOptions(instanceId: messages[i].JobId);
            running.Add((first + i, messages[i].JobId, context.CallSubOrchestratorAsync<GpuJobEnd>(nameof(GpuJobOrchestrator), job, options)));
        }

        var cancelSent = false;
        while (running.Count > 0)
        {
            var waits = running.Select(job => (Task)job.End);
            var done = await Task.WhenAny(cancelSent ? waits : waits.Append(cancel));
            if (done == cancel)
            {
                cancelSent = true;
                foreach (var (_, jobId, _) in running)
                    context.SendEvent(jobId, EventNames.Cancel, "the restoration was cancelled");
                continue;
            }

            foreach (var ended in running.FindAll(job => job.End.IsCompleted))
            {
                ends[ended.Index] = await EndAsync(ended.End);
                running.Remove(ended);
            }

            Show(context, ends);
        }
    }

    private static async Task<GpuJobEnd> EndAsync(Task<GpuJobEnd> job)
    {
        try
        {
            return await job;
        }
        catch (TaskFailedException e)
        {
            return new GpuJobEnd(JobOutcome.Failed, 0, null, Failures.ReasonOf(e));
        }
    }

    private static void Show(TaskOrchestrationContext context, GpuJobEnd?[] ends) => context.SetCustomStatus(new RestorationStatus(
        ends.Length, ends.Count(end => end is not null), ends.Count(end => end is not null and not { Outcome: JobOutcome.Succeeded })));
}
