using System.ComponentModel.DataAnnotations;
using CloudRestore.Learning.Losses;

namespace CloudRestore.Learning.Presets;

/// <summary>Settings of the stage that trains the generator alone.</summary>
public sealed record PretrainGeneratorPreset
{
    /// <summary>The phases, in order; at least one.</summary>
    [MinLength(1)]
    public IReadOnlyList<TrainingPhase> Phases { get; init; } = [new()];

    /// <summary>What is made small. Default the mean squared error, as the lesson.</summary>
    public PixelLossKind Loss { get; init; } = PixelLossKind.MeanSquaredError;

    /// <summary>
    /// Weight of <see cref="StructuralLoss"/> beside the pixels' loss: it costs a little PSNR and gives finer structure. Default 0, none, as
    /// the lesson.
    /// </summary>
    [Range(0.0, 100.0)]
    public double StructureWeight { get; init; }

    /// <summary>
    /// How much more than elsewhere, beyond 1, a pixel's error counts where the damage is coarse (<see cref="CoarseDamage"/>), as under a
    /// number. Default 0, as the lesson.
    /// </summary>
    [Range(0.0, 100.0)]
    public double CoarseDamageWeight { get; init; }

    /// <summary>Decoupled weight decay. Default 1e-3, as the lesson.</summary>
    [Range(0.0, 1.0)]
    public double WeightDecay { get; init; } = 1e-3;

    /// <summary>
    /// Decay of the moving average of the weights that the stage leaves as its generator; 0 (default) leaves the last weights, as the lesson.
    /// </summary>
    [Range(0.0, 0.9999)]
    public double AverageDecay { get; init; }

    /// <summary>
    /// Steps between two looks at the held-out photographs, which put <c>psnrRestored</c> of the weights that the stage would leave into
    /// metrics.csv. Default null: none.
    /// </summary>
    [Range(1, 1_000_000)]
    public int? ValidateEvery { get; init; }

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
