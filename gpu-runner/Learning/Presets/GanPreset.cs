using System.ComponentModel.DataAnnotations;
using CloudRestore.Learning.Losses;

namespace CloudRestore.Learning.Presets;

/// <summary>Settings of the stage that trains generator and critic against each other.</summary>
public sealed record GanPreset
{
    /// <summary>The phases, in order; at least one. A step is one batch for either network.</summary>
    [MinLength(1)]
    public IReadOnlyList<TrainingPhase> Phases { get; init; } = [new()];

    /// <summary>Weight of the critic's opinion in the generator's loss. Default 1, as the lesson.</summary>
    [Range(0.0, 1e6)]
    public double CriticWeight { get; init; } = 1;

    /// <summary>Weight of the pixel loss in the generator's loss. Default 50, as the lesson's later version.</summary>
    [Range(0.0, 1e6)]
    public double PixelWeight { get; init; } = 50;

    /// <summary>The pixel loss. Default the mean squared error, as the lesson.</summary>
    public PixelLossKind Loss { get; init; } = PixelLossKind.MeanSquaredError;

    /// <summary>
    /// Weight of <see cref="StructuralLoss"/> within the pixel loss: it keeps the critic from being deceived by dots where the original is
    /// smooth. Default 0, none, as the lesson.
    /// </summary>
    [Range(0.0, 100.0)]
    public double StructureWeight { get; init; }

    /// <summary>
    /// How much more than elsewhere, beyond 1, a pixel's error counts where the damage is coarse (<see cref="CoarseDamage"/>), as under a
    /// number. Default 0, as the lesson.
    /// </summary>
    [Range(0.0, 100.0)]
    public double CoarseDamageWeight { get; init; }

    /// <summary>
    /// Whether the critic's opinion changes what the generator does where the damage is coarse (<see cref="CoarseDamage.Mask"/>). Without it
    /// only the pixels count there, so that nothing of a number comes back for the sake of sharpness. Default true, as the lesson.
    /// </summary>
    public bool CriticJudgesCoarseDamage { get; init; } = true;

    /// <summary>The critic trains until its loss on a batch is below this. Default 0.65, as the lesson's code.</summary>
    [Range(0.0, 10.0)]
    public double CriticThreshold { get; init; } = 0.65;

    /// <summary>The critic's learning rate as a multiple of the generator's. Default 5, as the lesson.</summary>
    [Range(0.01, 100.0)]
    public double CriticRateFactor { get; init; } = 5;

    /// <summary>Adam's first beta. Default 0, as the lesson.</summary>
    [Range(0.0, 0.999)]
    public double Beta1 { get; init; }

    /// <summary>Decoupled weight decay. Default 1e-3, as the lesson.</summary>
    [Range(0.0, 1.0)]
    public double WeightDecay { get; init; } = 1e-3;

    /// <summary>
    /// Decay of the moving average of the generator's weights, which is what is looked at and left; 0 (default) looks at the weights
    /// themselves, as the lesson. The average of a GAN is calmer than any single step of it (Yazıcı et al. 2019).
    /// </summary>
    [Range(0.0, 0.9999)]
    public double AverageDecay { get; init; }

    /// <summary>
    /// Steps between two looks at the held-out photographs; the best weights by <see cref="Best"/> are what the stage leaves, step 0
    /// included. Null looks only at the end and leaves the last weights, as the lesson.
    /// </summary>
    [Range(1, 1_000_000)]
    public int? ValidateEvery { get; init; }

    /// <summary>By what the looks are compared. Default PSNR.</summary>
    public GanScore Best { get; init; } = GanScore.Psnr;

    /// <summary>By how many dB weights that are kept for their sharpness may lie below the PSNR of step 0. Default 0.5.</summary>
    [Range(0.0, 10.0)]
    public double MostPsnrLost { get; init; } = 0.5;

    /// <summary>
    /// How far the stage goes from the weights it began with to those it has come to, 0 to 1: network interpolation (ESRGAN, Wang et al.
    /// 2018, section 3.4). A part of the way keeps the sharpness of edges and leaves most of what a critic makes up. Default 1, all of it.
    /// </summary>
    [Range(0.0, 1.0)]
    public double Interpolation { get; init; } = 1;

    /// <summary>How many held-out photographs a look uses at most. Default 16.</summary>
    [Range(1, 10_000)]
    public int ValidationPhotographs { get; init; } = 16;

    /// <summary>
    /// Steps between two sample grids, each of the first held-out photographs (at most 4, and at most <see cref="EvaluatePreset.Samples"/>),
    /// damaged, restored and original; the last step has one, too. Default null: an eighth of the stage, rounded up.
    /// </summary>
    [Range(1, 1_000_000)]
    public int? SamplesEvery { get; init; }

    /// <summary>Steps between two rows of metrics.csv. Default 20.</summary>
    [Range(1, 100_000)]
    public int LogEvery { get; init; } = 20;
}
