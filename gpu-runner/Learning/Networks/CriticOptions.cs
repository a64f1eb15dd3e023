using System.ComponentModel.DataAnnotations;

namespace CloudRestore.Learning.Networks;

/// <summary>The shape of a <see cref="Critic"/>. The defaults are the lesson's.</summary>
public sealed record CriticOptions
{
    /// <summary>Channels after the first convolution; the dense block and every further block double them.</summary>
    [Range(4, 512)]
    public int Filters { get; init; } = 128;

    /// <summary>Halving blocks after the dense block.</summary>
    [Range(1, 5)]
    public int Blocks { get; init; } = 3;

    /// <summary>Probability with which a channel is dropped before each block; half of it before the dense block.</summary>
    [Range(0.0, 0.9)]
    public double Dropout { get; init; } = 0.15;

    /// <summary>Seed of the initial weights and of the dropout masks.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Throws a <see cref="ValidationException"/> that names the first value out of its range.</summary>
    public CriticOptions Validated()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        return this;
    }
}
