using CloudRestore.Core.Webhooks;

namespace CloudRestore.Functions.Webhooks;

/// <summary>When events are sent, and when no more. Pure.</summary>
internal static class WebhookRules
{
    /// <summary>How often in a row storage may fail an orchestration, which waits between as after failed calls: about a day by default.</summary>
    public const int MaxFaults = 16;

    /// <summary>The wait after an attempt that failed.</summary>
    /// <param name="schedule">The settings.</param>
    /// <param name="attempts">How many have failed, from 1.</param>
    public static TimeSpan DelayAfter(WebhookSchedule schedule, int attempts)
    {
        var seconds = schedule.FirstRetry.TotalSeconds * Math.Pow(2, attempts - 1);
        return seconds < schedule.LongestRetry.TotalSeconds ? TimeSpan.FromSeconds(seconds) : schedule.LongestRetry;
    }

    /// <summary>
    /// Whether an event is given up if the attempt that is made now fails. Its age counts and not the attempts, so that what queued behind a dead
    /// receiver is over soon after the first.
    /// </summary>
    /// <param name="schedule">The settings.</param>
    /// <param name="webhookEvent">The event.</param>
    /// <param name="attempts">How many have failed, from 0.</param>
    /// <param name="now">The orchestration's time.</param>
    public static bool IsLast(WebhookSchedule schedule, WebhookEvent webhookEvent, int attempts, DateTimeOffset now) =>
        now + DelayAfter(schedule, attempts + 1) > webhookEvent.Time + schedule.GiveUpAfter;

    /// <summary>How long an event must still wait for the one of a stage before it.</summary>
    /// <param name="work">Where the orchestration stands.</param>
    /// <param name="webhookEvent">The event.</param>
    /// <param name="now">The orchestration's time.</param>
    public static TimeSpan StageWait(WebhookWork work, WebhookEvent webhookEvent, DateTimeOffset now)
    {
        var wait = webhookEvent.Stage is not null && work.LastStageAt is { } last ? last + work.Schedule.StageInterval - now : TimeSpan.Zero;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
