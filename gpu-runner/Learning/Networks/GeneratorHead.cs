using System.Text.Json.Serialization;

namespace CloudRestore.Learning.Networks;

/// <summary>What the generator does with its last three channels.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GeneratorHead>))]
public enum GeneratorHead
{
    /// <summary>The lesson's: a sigmoid stretched to (-3, 3), in ImageNet-normalised units.</summary>
    SigmoidRange,

    /// <summary>
    /// The channels are added to the input and start at zero, so that training starts from the damaged photograph itself. Ours, for
    /// trainings too short to learn the identity first.
    /// </summary>
    Residual,

    /// <summary>
    /// As <see cref="Residual"/>, with a fourth channel that says how much of the input is left out where they are added: what hides the photograph,
    /// such as a number, is not taken away stroke by stroke but never shown. Ours; needs the end without <see cref="GeneratorOptions.FullSizeBlock"/>.
    /// </summary>
    Gated,
}
