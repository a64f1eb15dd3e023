using System.Text.Json.Serialization;

namespace CloudRestore.Core.Runs;

/// <summary>When a trained model becomes champion.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PromotionPolicy>))]
public enum PromotionPolicy
{
    /// <summary>If it is no worse than the champion on the held-out photographs, or, with no champion, than leaving them as they are.</summary>
    [JsonStringEnumMemberName("if-not-worse")]
    IfNotWorse,

    /// <summary>Whatever its scores.</summary>
    [JsonStringEnumMemberName("always")]
    Always,

    /// <summary>Never; it is registered only.</summary>
    [JsonStringEnumMemberName("never")]
    Never,
}
