using System.Text.Json.Serialization;

namespace CloudRestore.Core.Jobs;

/// <summary>How a job ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JobOutcome>))]
public enum JobOutcome
{
    /// <summary>Its outputs are complete.</summary>
    [JsonStringEnumMemberName("succeeded")]
    Succeeded,

    /// <summary>It cannot be done, or was tried too often.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>It was cancelled before it was done.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}
