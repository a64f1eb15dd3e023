using CloudRestore.Functions.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace CloudRestore.Functions.Webhooks;

/// <summary>
/// Calls the webhook of one run or restoration, one event after the other, beside the orchestration that it tells of: nobody waits for this one.
/// What is to be told is read from storage, and the event only wakes.
/// </summary>
public static class WebhookOrchestrator
{
    private const int StepsPerHistory = 20;

    /// <summary>Calls it until all is told.</summary>
    /// <param name="context">The orchestration; its input is a <see cref="WebhookWork"/>.</param>
    [Function(nameof(WebhookOrchestrator))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var work = context.GetInput<WebhookWork>()!;
        var changed = context.WaitForExternalEvent<string>(EventNames.RunChanged);
        for (var step = 0; step < StepsPerHistory; step++)
        {
            try
            {
                var look = await context.CallActivityAsync<WebhookLook>(nameof(WebhookActivities.ReadWebhookEvents), work.Subject, Failures.Retry);
                if (look.IsOver)
                    return;
                if (look.Next is null)
                    await WakeAsync(context, work.Schedule.Tick, changed);
                work = look.Next is null ? work with { Faults = 0 } : await SendAsync(context, work, look.Next);
            }
            catch (TaskFailedException) when (work.Faults < WebhookRules.MaxFaults)
            {
                work = work with { Faults = work.Faults + 1 };
                await context.CreateTimer(WebhookRules.DelayAfter(work.Schedule, work.Faults), CancellationToken.None);
            }

            if (changed.IsCompleted)
                changed = context.WaitForExternalEvent<string>(EventNames.RunChanged);
        }

        context.ContinueAsNew(work);
    }

    private static async Task<WebhookWork> SendAsync(TaskOrchestrationContext context, WebhookWork work, Core.Webhooks.WebhookEvent next)
    {
        if (WebhookRules.StageWait(work, next, Now(context)) is { Ticks: > 0 } wait)
            await context.CreateTimer(wait, CancellationToken.None);
        var isLast = WebhookRules.IsLast(work.Schedule, next, work.Attempts, Now(context));
        var answer = await context.CallActivityAsync<WebhookAnswer>(
            nameof(WebhookActivities.DeliverWebhook), new WebhookDelivery(work.Subject, next, isLast), Failures.Retry);
        if (answer == WebhookAnswer.Busy)
        {
            await context.CreateTimer(work.Schedule.FirstRetry, CancellationToken.None);
            return work with { Faults = 0 };
        }

        if (answer == WebhookAnswer.Failed && !isLast)
        {
            await context.CreateTimer(WebhookRules.DelayAfter(work.Schedule, work.Attempts + 1), CancellationToken.None);
            return work with { Attempts = work.Attempts + 1, Faults = 0 };
        }

        return work with { Attempts = 0, Faults = 0, LastStageAt = next.Stage is null ? work.LastStageAt : Now(context) };
    }

    private static async Task WakeAsync(TaskOrchestrationContext context, TimeSpan tick, Task changed)
    {
        // Not CancelAsync: it works on another thread, which is no part of a replay.
        using var awake = new CancellationTokenSource();
        var timer = context.CreateTimer(tick, awake.Token);
        if (await Task.WhenAny(timer, changed) != timer)
            awake.Cancel();
    }

    private static DateTimeOffset Now(TaskOrchestrationContext context) => new(context.CurrentUtcDateTime);
}
