using System.Text.Json.Serialization;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Safetensors;

namespace CloudRestore.Learning.Models;

/// <summary>What is known of a trained generator, kept beside its weights as JSON: what it is, what it is for, how well it does.</summary>
public sealed record ModelCard
{
    /// <summary>The version of this document that is written; others are refused.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The document's version.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The model's name, the preset's usually.</summary>
    public required string Name { get; init; }

    /// <summary>The model's version, unique in a registry.</summary>
    public required string Version { get; init; }

    /// <summary>The network's shape.</summary>
    public required GeneratorOptions Generator { get; init; }

    /// <summary>The damage it was trained to undo.</summary>
    public required TrainedFor TrainedFor { get; init; }

    /// <summary>Scores on photographs held out from training, by name: <c>psnrRestored</c> in dB, <c>ssimRestored</c> in 0..1 and others.</summary>
    public IReadOnlyDictionary<string, double> Scores { get; init; } = new Dictionary<string, double>();

    /// <summary>The seed of the training.</summary>
    public ulong Seed { get; init; }

    /// <summary>The preset it was trained with.</summary>
    public string Preset { get; init; } = "";

    /// <summary>The run that made it.</summary>
    public string Run { get; init; } = "";

    /// <summary>The dataset it was trained on.</summary>
    public string Dataset { get; init; } = "";

    /// <summary>
    /// <c>lowest-tenth</c> for a model that was never trained on the tenth of all contents that the held-out split names: where its run is not
    /// known, only those photographs may judge it. Empty when that is not known either.
    /// </summary>
    public string HeldOut { get; init; } = "";

    /// <summary>Under which terms the weights may be used.</summary>
    public string License { get; init; } = "MIT";

    /// <summary>Anything a person should know, such as which stage's weights were kept and why.</summary>
    public string Notes { get; init; } = "";

    /// <summary>How <c>generator.safetensors</c> stores the weights; filled in by <see cref="ModelFolder.Save"/>. Default single: cards of old lack it.</summary>
    public WeightPrecision Precision { get; init; }

    /// <summary>SHA-256 of <c>generator.safetensors</c>, lower-case hexadecimal; filled in by <see cref="ModelFolder.Save"/>.</summary>
    [JsonPropertyName("weightsSha256")]
    public string WeightsSha256 { get; init; } = "";
}
