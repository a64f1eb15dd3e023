using System.Text.Json.Serialization;

namespace CloudRestore.Learning.Losses;

/// <summary>How the difference of two pictures becomes a number.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PixelLossKind>))]
public enum PixelLossKind
{
    /// <summary>The mean of the squared differences; the lesson's.</summary>
    MeanSquaredError,

    /// <summary>The mean of the absolute differences, which lets the worst pixels pull less (Zhao et al. 2017).</summary>
    MeanAbsoluteError,
}
