using System.ComponentModel.DataAnnotations;

namespace CloudRestore.Functions.Promoting;

/// <summary>Settings under <c>Promotion</c>: what "not worse" means.</summary>
public sealed record PromotionOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Promotion";

    /// <summary>Fewest photographs that can judge a model against a champion. Default 5.</summary>
    [Range(2, 100)]
    public int MinPhotographs { get; set; } = 5;

    /// <summary>Resamples of the bootstrap. Default 10,000.</summary>
    [Range(100, 1_000_000)]
    public int Resamples { get; set; } = 10_000;

    /// <summary>How sure it must be that a model is not worse by more than the tolerance, of one side. Default 0.95.</summary>
    [Range(0.5, 0.999)]
    public double Confidence { get; set; } = 0.95;

    /// <summary>How much lower PSNR may be, in dB. Default 0.1: a sharper picture is not lost by a hair.</summary>
    [Range(0.0, 10.0)]
    public double PsnrTolerance { get; set; } = 0.1;

    /// <summary>How much lower SSIM may be. Default 0.005.</summary>
    [Range(0.0, 1.0)]
    public double SsimTolerance { get; set; } = 0.005;

    /// <summary>How much farther from 1, the original's own, sharpness may be. Default 0.05.</summary>
    [Range(0.0, 2.0)]
    public double SharpnessTolerance { get; set; } = 0.05;

    /// <summary>How much more may be left of stamped numbers and texts, as a share of the error that they make. Default 0.05.</summary>
    [Range(0.0, 1.0)]
    public double ResidueTolerance { get; set; } = 0.05;
}
