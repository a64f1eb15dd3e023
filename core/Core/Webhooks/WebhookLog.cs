using System.Text.Json.Serialization;

namespace CloudRestore.Core.Webhooks;

/// <summary><c>runs/{run}/webhook.json</c> and <c>jobs/{restoration}/webhook.json</c>: what came of calling the webhook.</summary>
public sealed record WebhookLog
{
    /// <summary>The events that were tried, by id.</summary>
    public IReadOnlyDictionary<string, WebhookAttempts> Events { get; init; } = new Dictionary<string, WebhookAttempts>();

    /// <summary>Whether the receiver has said that it is gone (410): then it is not called any more.</summary>
    public bool Stopped { get; init; }

    /// <summary>Why the last attempt that failed did: one sentence; null if none has.</summary>
    public string? LastError { get; init; }

    /// <summary>Whether nothing is left to be done about an event.</summary>
    public bool IsSettled(string id) => Events.TryGetValue(id, out var attempts) && attempts.State != WebhookState.Trying;
}

/// <summary>What came of one event.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="LastAt">When last.</param>
public sealed record WebhookAttempts(WebhookState State, int Attempts, DateTimeOffset LastAt);

/// <summary>Where the delivery of an event stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WebhookState>))]
public enum WebhookState
{
    /// <summary>It is sent again later.</summary>
    [JsonStringEnumMemberName("trying")]
    Trying,

    /// <summary>The receiver has it.</summary>
    [JsonStringEnumMemberName("delivered")]
    Delivered,

    /// <summary>It was given up.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
