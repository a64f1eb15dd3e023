using System.Text.Json.Serialization;
using CloudRestore.Imaging.Damage;

namespace CloudRestore.Learning.Models;

/// <summary>The damage that a model was trained to undo, and at which size.</summary>
public sealed record TrainedFor
{
    /// <summary>The damage recipe's name.</summary>
    public required string Damage { get; init; }

    /// <summary>Whether that recipe stamps numbers or texts on; false when it is not known.</summary>
    [JsonIgnore]
    public bool Stamps => DamageRecipe.Names.Contains(Damage) && DamageRecipe.Named(Damage).Stamps;

    /// <summary>How many times smaller the damaged picture was than the restored one: 256 / 96 = 2.667 in the lesson.</summary>
    public required double Scale { get; init; }

    /// <summary>The shorter side of the restored picture, in pixels.</summary>
    public required int TargetSize { get; init; }
}
