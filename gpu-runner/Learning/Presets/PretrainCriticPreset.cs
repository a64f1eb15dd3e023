using System.ComponentModel.DataAnnotations;

namespace CloudRestore.Learning.Presets;

/// <summary>Settings of the stage that trains the critic alone.</summary>
public sealed record PretrainCriticPreset : IValidatableObject
{
    /// <summary>The phases, in order; at least one. A batch holds as many originals as generated images, half of it each.</summary>
    [MinLength(1)]
    public IReadOnlyList<TrainingPhase> Phases { get; init; } = [new()];

    /// <summary>Decoupled weight decay. Default 1e-3, as the lesson.</summary>
    [Range(0.0, 1.0)]
    public double WeightDecay { get; init; } = 1e-3;

    /// <summary>Steps between two rows of metrics.csv. Default 20.</summary>
    [Range(1, 100_000)]
    public int LogEvery { get; init; } = 20;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // Damage made anew would take the place of what the generator made, which is what the critic is to know.
        if (Phases?.Any(phase => phase.Crop.FreshDamage) == true)
            yield return new ValidationResult("the critic is trained on what the generator made, not on freshDamage.", [nameof(Phases)]);
    }
}
