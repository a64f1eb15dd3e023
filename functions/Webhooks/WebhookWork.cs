using CloudRestore.Core.Webhooks;

namespace CloudRestore.Functions.Webhooks;

/// <summary>Whose webhook it is. The address stays in the record: histories do not hold it.</summary>
/// <param name="Id">The run or restoration.</param>
/// <param name="IsRun">Whether it is a training run.</param>
/// <param name="Generation">Which beginning of the run, from 1; 1 for a restoration.</param>
public sealed record WebhookSubject(string Id, bool IsRun, int Generation = 1)
{
    /// <summary>A beginning of a run.</summary>
    public static WebhookSubject OfRun(string id, int generation) => new(id, true, generation);

    /// <summary>A restoration.</summary>
    public static WebhookSubject OfRestoration(string id) => new(id, false);

    /// <summary>The id of the orchestration that calls it. Those of jobs end otherwise.</summary>
    public string Instance() => IsRun ? $"{Id}.webhook-{Generation}" : $"{Id}.webhook";
}

/// <summary>Input of <see cref="WebhookOrchestrator"/>.</summary>
/// <param name="Subject">Whose webhook it is.</param>
/// <param name="Schedule">When events are sent.</param>
/// <param name="Attempts">How often the event that is next was sent and not taken.</param>
/// <param name="LastStageAt">When a stage's event was sent last, or null.</param>
/// <param name="Faults">How often storage could not be used since it last could.</param>
public sealed record WebhookWork(
    WebhookSubject Subject, WebhookSchedule Schedule, int Attempts = 0, DateTimeOffset? LastStageAt = null, int Faults = 0);

/// <summary>What is to be sent next.</summary>
/// <param name="Next">The oldest event that the receiver wants and nothing has come of yet; null if there is none now.</param>
/// <param name="IsOver">Whether there will be none any more.</param>
public sealed record WebhookLook(WebhookEvent? Next, bool IsOver = false);

/// <summary>An event to send once.</summary>
/// <param name="Subject">Whose webhook it is.</param>
/// <param name="Event">The event.</param>
/// <param name="IsLast">Whether it is given up if this fails.</param>
public sealed record WebhookDelivery(WebhookSubject Subject, WebhookEvent Event, bool IsLast);
