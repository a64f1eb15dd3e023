using CloudRestore.Core.Naming;
using CloudRestore.Core.Serialization;

namespace CloudRestore.Core.Jobs;

/// <summary>One stage of one training run.</summary>
public sealed record TrainingJob
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>The preset's name, e.g. <c>lesson7</c>.</summary>
    public required string Preset { get; init; }

    /// <summary>Changes to the preset, e.g. <c>gan.steps</c> = <c>100</c>.</summary>
    public IReadOnlyDictionary<string, string> Overrides { get; init; } = new Dictionary<string, string>();

    /// <summary>The damage recipe that the pairs were made with, in place of the preset's; null: the preset's own.</summary>
    public string? Recipe { get; init; }

    /// <summary>The run's seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Which cycle of generate, pretrain-critic and gan this stage belongs to, from 1.</summary>
    public int Cycle { get; init; } = 1;

    /// <summary>The dataset's name, for the model's card.</summary>
    public required string Dataset { get; init; }

    /// <summary>Whether an evaluation leaves its scores alone, and no model, pictures or page.</summary>
    public bool ScoresOnly { get; init; }

    /// <summary>Folder of the training pairs' shards.</summary>
    public required BlobAddress Pairs { get; init; }

    /// <summary>Folder of the held-out pairs' shards.</summary>
    public required BlobAddress HeldOut { get; init; }

    /// <summary>What earlier stages left, by role, e.g. <c>generator</c>; a path that ends with <c>/</c> is a folder.</summary>
    public IReadOnlyDictionary<string, BlobAddress> Inputs { get; init; } = new Dictionary<string, BlobAddress>();

    /// <summary>Checks names and addresses.</summary>
    /// <exception cref="InvalidNameException">A name is not allowed.</exception>
    /// <exception cref="WireFormatException">An address is not a folder where one is needed.</exception>
    public void Validate()
    {
        Identifier.Require(RunId, "run");
        Identifier.Require(Preset, "preset");
        Identifier.Require(Dataset, "dataset");
        if (Recipe is not null)
            Identifier.Require(Recipe, "recipe");
        if (Overrides.Any(change => change.Value is null))
            throw new WireFormatException("A change to the preset has no value.");
        Pairs.Validate();
        HeldOut.Validate();
        if (!Pairs.IsFolder || !HeldOut.IsFolder)
            throw new WireFormatException("The pairs of a training job must be folders: end their paths with '/'.");
        foreach (var (role, address) in Inputs)
        {
            if (role.Length is 0 or > 60)
                throw new WireFormatException("The role of an input must have 1 to 60 characters.");
            if (address is null)
                throw new WireFormatException($"The input '{Printable.Shorten(role)}' names no blob.");
            address.Validate();
        }
    }
}
