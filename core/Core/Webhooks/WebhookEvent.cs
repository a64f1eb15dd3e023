using CloudRestore.Core.Runs;

namespace CloudRestore.Core.Webhooks;

/// <summary>What a webhook is sent. Sent again it is the same, but for the headers' time and signature.</summary>
public sealed record WebhookEvent
{
    /// <summary>The event's id, which follows from the run and what happened: a receiver that has seen it has seen this event.</summary>
    public required string Id { get; init; }

    /// <summary>What happened.</summary>
    public required WebhookEventType Type { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The training run; null for a restoration.</summary>
    public string? Run { get; init; }

    /// <summary>The restoration; null for a training run.</summary>
    public string? Restoration { get; init; }

    /// <summary>Which beginning of the run it is, from 1; null for a restoration.</summary>
    public int? Generation { get; init; }

    /// <summary>The stage, if one began or ended.</summary>
    public string? Stage { get; init; }

    /// <summary>Where the run, the restoration or the stage stood then.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Why it failed or was cancelled: one sentence for a person.</summary>
    public string? Reason { get; init; }
}
