using System.ComponentModel.DataAnnotations;

namespace CloudRestore.Learning.Presets;

/// <summary>Settings of the stage that measures the result.</summary>
public sealed record EvaluatePreset
{
    /// <summary>Which generator becomes the model. Default the one with the higher PSNR on the held-out photographs.</summary>
    public ModelChoice Choice { get; init; } = ModelChoice.HigherPsnr;

    /// <summary>How many held-out photographs appear in the sample grid at most. Default 8.</summary>
    [Range(1, 64)]
    public int Samples { get; init; } = 8;
}
