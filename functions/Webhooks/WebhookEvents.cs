using CloudRestore.Core.Runs;
using CloudRestore.Core.Webhooks;
using CloudRestore.Functions.Promoting;

namespace CloudRestore.Functions.Webhooks;

/// <summary>
/// Everything that there is to tell of a run or restoration so far, in order. What was told stays in its place as more happens, and has the
/// same id, because that follows from what happened. Pure.
/// </summary>
internal static class WebhookEvents
{
    /// <summary>How something ended.</summary>
    /// <param name="Status">Succeeded, failed or cancelled.</param>
    /// <param name="Reason">Why, or null.</param>
    /// <param name="At">When.</param>
    public sealed record Ending(RunStatus Status, string? Reason, DateTimeOffset At);

    /// <summary>Of one beginning of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="generation">Which beginning, from 1.</param>
    /// <param name="stages">The stages that were begun.</param>
    /// <param name="ending">How it ended; null if it has not.</param>
    public static IReadOnlyList<WebhookEvent> OfRun(string run, int generation, IReadOnlyList<StageSummary> stages, Ending? ending)
    {
        var events = new List<WebhookEvent>();
        if ((stages.Count > 0 ? stages[0].StartedAt : ending?.At) is { } began)
            events.Add(Event(WebhookEventType.Started, began, RunStatus.Running));
        foreach (var stage in stages)
        {
            var status = stage.Name == PromotionSteps.ApprovalStage ? RunStatus.AwaitingApproval : RunStatus.Running;
            events.Add(Event(WebhookEventType.StageStarted, stage.StartedAt, status, stage.Name));
            if (stage.FinishedAt is { } finished)
                events.Add(Event(WebhookEventType.StageEnded, finished, stage.Status, stage.Name));
        }

        if (ending is not null)
            events.Add(Event(WebhookEventType.Ended, ending.At, ending.Status) with { Reason = ending.Reason });
        return events;

        WebhookEvent Event(WebhookEventType type, DateTimeOffset at, RunStatus status, string? stage = null) => new()
        {
            Id = $"run.{run}.{generation}.{Word(type)}{(stage is null ? "" : $".{stage}")}",
            Type = type,
            Time = at,
            Run = run,
            Generation = generation,
            Stage = stage,
            Status = status,
        };
    }

    /// <summary>Of a restoration that has begun.</summary>
    /// <param name="restoration">The restoration.</param>
    /// <param name="began">When.</param>
    /// <param name="ending">How it ended; null if it has not.</param>
    public static IReadOnlyList<WebhookEvent> OfRestoration(string restoration, DateTimeOffset began, Ending? ending)
    {
        var started = Event(WebhookEventType.Started, began, RunStatus.Running);
        return ending is null ? [started] : [started, Event(WebhookEventType.Ended, ending.At, ending.Status) with { Reason = ending.Reason }];

        WebhookEvent Event(WebhookEventType type, DateTimeOffset at, RunStatus status) => new()
        {
            Id = $"restoration.{restoration}.{Word(type)}",
            Type = type,
            Time = at,
            Restoration = restoration,
            Status = status,
        };
    }

    private static string Word(WebhookEventType type) => type switch
    {
        WebhookEventType.Started => "started",
        WebhookEventType.StageStarted => "stage-started",
        WebhookEventType.StageEnded => "stage-ended",
        WebhookEventType.Ended => "ended",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
