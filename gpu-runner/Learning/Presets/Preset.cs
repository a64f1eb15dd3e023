using System.ComponentModel.DataAnnotations;
using CloudRestore.Learning.Networks;

namespace CloudRestore.Learning.Presets;

/// <summary>All settings of a training run. One small file each; see <see cref="PresetCatalog"/>.</summary>
public sealed record Preset : IValidatableObject
{
    /// <summary>The name by which a run asks for it.</summary>
    [Required, RegularExpression("^[a-z0-9][a-z0-9-]{0,39}$")]
    public required string Name { get; init; }

    /// <summary>What it is for and what it needs, in a sentence or two.</summary>
    [Required]
    public required string Description { get; init; }

    /// <summary>The damage recipe with which the pairs are made.</summary>
    [Required]
    public string Damage { get; init; } = "lesson7";

    /// <summary>Damaged variants that are made of each photograph. Default 1.</summary>
    [Range(1, 100)]
    public int DamagedVariants { get; init; } = 1;

    /// <summary>The most memory for decoded photographs, in MiB. Default 2048.</summary>
    [Range(1, 1_000_000)]
    public int CacheMebibytes { get; init; } = 2048;

    /// <summary>In which numbers the generator is trained. Default float32, as the lesson.</summary>
    public TrainingPrecision Precision { get; init; }

    /// <summary>The network that restores; its seed comes from the run.</summary>
    public GeneratorOptions Generator { get; init; } = new();

    /// <summary>The network that judges; its seed comes from the run.</summary>
    public CriticOptions Critic { get; init; } = new();

    /// <summary>Settings of the stage pretrain-generator.</summary>
    public PretrainGeneratorPreset PretrainGenerator { get; init; } = new();

    /// <summary>Settings of the stage generate.</summary>
    public GeneratePreset Generate { get; init; } = new();

    /// <summary>Settings of the stage pretrain-critic.</summary>
    public PretrainCriticPreset PretrainCritic { get; init; } = new();

    /// <summary>Settings of the stage gan.</summary>
    public GanPreset Gan { get; init; } = new();

    /// <summary>Settings of the stage evaluate.</summary>
    public EvaluatePreset Evaluate { get; init; } = new();

    /// <summary>The same preset for other damage.</summary>
    /// <param name="recipe">The recipe's name.</param>
    /// <exception cref="PresetException">There is no such recipe.</exception>
    public Preset WithDamage(string recipe) =>
        DamageName.Check(recipe, nameof(Damage)).FirstOrDefault() is { } problem ? throw new PresetException(problem.ErrorMessage!) : this with { Damage = recipe };

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => DamageName.Check(Damage, nameof(Damage));
}
