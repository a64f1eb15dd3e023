using CloudRestore.Functions.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace CloudRestore.Functions.GpuJobs;

/// <summary>
/// The one way to run something on a GPU. The instance id is the job's id. The result in storage is the truth; the event only wakes. One
/// waiter lives for a whole generation, because a waiter that timed out would swallow the next event.
/// </summary>
public static class GpuJobOrchestrator
{
    /// <summary>Queues the job and waits for its end, however long that takes.</summary>
    /// <param name="context">The orchestration; its input is a <see cref="GpuJob"/>.</param>
    /// <returns>How the job ended; the value of a generation that continues as new is ignored.</returns>
    [Function(nameof(GpuJobOrchestrator))]
    public static async Task<GpuJobEnd?> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var job = context.GetInput<GpuJob>()!;
        if (job.QueuedAt is null)
            job = await EnqueueAsync(context, job);

        var finished = context.WaitForExternalEvent<string>(EventNames.JobFinished);
        var cancel = context.WaitForExternalEvent<string>(EventNames.Cancel);
        for (var tick = 0; tick < job.Options.TicksPerGeneration; tick++)
        {
            var look = await context.CallActivityAsync<GpuJobLook>(nameof(GpuJobActivities.CheckJob), job.Message, Failures.Retry);
            if (look.End is { } end)
                return end;

            look = look with { CancelRequested = look.CancelRequested || cancel.IsCompleted };
            var (step, reason) = GpuJobRules.Decide(job, look, context.CurrentUtcDateTime);
            switch (step)
            {
                case GpuJobStep.Fail or GpuJobStep.EndCancelled:
                    var closing = new JobClosing(job.Message, step == GpuJobStep.EndCancelled, reason!, context.CurrentUtcDateTime);
                    return await context.CallActivityAsync<GpuJobEnd>(nameof(GpuJobActivities.CloseJob), closing, Failures.Retry);
                case GpuJobStep.Cancel:
                    await context.CallActivityAsync(nameof(GpuJobActivities.CancelJob), job.Message.JobId, Failures.Retry);
                    job = job with { CancelledAt = context.CurrentUtcDateTime };
                    break;
                case GpuJobStep.Requeue:
                    job = await EnqueueAsync(context, job with { Requeues = job.Requeues + 1 });
                    break;
                default:
                    break;
            }

            await WakeAsync(context, job, finished, cancel);
            if (finished.IsCompleted)
                finished = context.WaitForExternalEvent<string>(EventNames.JobFinished);
        }

        // A cancellation that came with the last tick was consumed here and would be lost.
        if (cancel.IsCompleted && job.CancelledAt is null)
        {
            await context.CallActivityAsync(nameof(GpuJobActivities.CancelJob), job.Message.JobId, Failures.Retry);
            job = job with { CancelledAt = context.CurrentUtcDateTime };
        }

        context.ContinueAsNew(job);
        return null;
    }

    private static async Task<GpuJob> EnqueueAsync(TaskOrchestrationContext context, GpuJob job)
    {
        await context.CallActivityAsync(nameof(GpuJobActivities.EnqueueJob), job.Message, Failures.Retry);
        return job with { QueuedAt = context.CurrentUtcDateTime };
    }

    private static async Task WakeAsync(TaskOrchestrationContext context, GpuJob job, Task finished, Task cancel)
    {
        // Not CancelAsync: it works on another thread, which is no part of a replay.
        using var awake = new CancellationTokenSource();
        var timer = context.CreateTimer(job.Options.Tick, awake.Token);
        var first = cancel.IsCompleted
            ? await Task.WhenAny(timer, finished)
            : await Task.WhenAny(timer, finished, cancel);
        if (first != timer)
            awake.Cancel();
    }
}
