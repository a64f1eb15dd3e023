using System.Text.Json.Serialization;

namespace CloudRestore.Core.Webhooks;

/// <summary>What a webhook can be told of.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WebhookEventType>))]
public enum WebhookEventType
{
    /// <summary>The run or restoration has begun.</summary>
    [JsonStringEnumMemberName("started")]
    Started,

    /// <summary>A stage of a run has begun.</summary>
    [JsonStringEnumMemberName("stage-started")]
    StageStarted,

    /// <summary>A stage of a run has ended.</summary>
    [JsonStringEnumMemberName("stage-ended")]
    StageEnded,

    /// <summary>The run or restoration has ended, well or not.</summary>
    [JsonStringEnumMemberName("ended")]
    Ended,
}
