using System.Text.Json.Serialization;

namespace CloudRestore.Learning.Onnx.Quantisation;

/// <summary>Between which values a feature map lies, zero among them.</summary>
/// <param name="Lowest">At most 0.</param>
/// <param name="Highest">At least 0.</param>
public readonly record struct ActivationRange(float Lowest, float Highest)
{
    private const int Levels = 255;
    private const float Narrowest = 1e-6f;

    /// <summary>The difference of two neighbouring levels of a byte.</summary>
    [JsonIgnore]
    public float Scale => Math.Max(Highest - Lowest, Narrowest) / Levels;

    /// <summary>The byte that stands for zero.</summary>
    [JsonIgnore]
    public byte Zero => (byte)Math.Clamp(Math.Round(-Lowest / (double)Scale), 0, Levels);

    /// <summary>The range that holds both.</summary>
    public ActivationRange Or(ActivationRange other) => new(Math.Min(Lowest, other.Lowest), Math.Max(Highest, other.Highest));
}
