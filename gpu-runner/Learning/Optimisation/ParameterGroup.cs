using CloudRestore.Learning.Networks;
using TorchSharp.Modules;

namespace CloudRestore.Learning.Optimisation;

/// <summary>Parameters that share a learning rate.</summary>
/// <param name="Name">What the group is called in messages.</param>
/// <param name="Parameters">The parameters under names that are unique over all groups; they name the optimiser's saved state.</param>
public sealed record ParameterGroup(string Name, IReadOnlyList<(string Name, Parameter Parameter)> Parameters)
{
    /// <summary>fastai's three groups of a generator: early encoder, late encoder, decoder.</summary>
    public static IReadOnlyList<ParameterGroup> Of(Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        string[] names = ["encoder-early", "encoder-late", "decoder"];
        return [.. generator.LayerGroups().Zip(names, (parameters, name) => new ParameterGroup(name, parameters))];
    }

    /// <summary>One group of a whole critic.</summary>
    public static IReadOnlyList<ParameterGroup> Of(Critic critic)
    {
        ArgumentNullException.ThrowIfNull(critic);
        return [new ParameterGroup("critic", [.. critic.named_parameters()])];
    }
}
