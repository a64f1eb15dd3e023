using System.Text.Json.Serialization;

namespace CloudRestore.Core.Jobs;

/// <summary>What a GPU runner can do. The names on the wire are those of the stages.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JobKind>))]
public enum JobKind
{
    /// <summary>Train the generator alone with a pixel loss.</summary>
    [JsonStringEnumMemberName("pretrain-generator")]
    PretrainGenerator,

    /// <summary>Save the generator's outputs for the training photographs.</summary>
    [JsonStringEnumMemberName("generate")]
    Generate,

    /// <summary>Train the critic to tell saved outputs from originals.</summary>
    [JsonStringEnumMemberName("pretrain-critic")]
    PretrainCritic,

    /// <summary>Train both against each other.</summary>
    [JsonStringEnumMemberName("gan")]
    Gan,

    /// <summary>Score the result on held-out photographs, beside the champion.</summary>
    [JsonStringEnumMemberName("evaluate")]
    Evaluate,

    /// <summary>Restore one photograph.</summary>
    [JsonStringEnumMemberName("restore")]
    Restore,
}
