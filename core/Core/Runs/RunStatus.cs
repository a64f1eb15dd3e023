using System.Text.Json.Serialization;

namespace CloudRestore.Core.Runs;

/// <summary>Where a training run, a stage or a restoration stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    /// <summary>Recorded, not begun.</summary>
    [JsonStringEnumMemberName("pending")]
    Pending,

    /// <summary>Under way.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>A trained model waits for a person to approve or reject its promotion.</summary>
    [JsonStringEnumMemberName("awaiting-approval")]
    AwaitingApproval,

    /// <summary>Done.</summary>
    [JsonStringEnumMemberName("succeeded")]
    Succeeded,

    /// <summary>Ended without a result; the reason says why.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Ended because somebody asked.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}
