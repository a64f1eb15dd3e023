namespace CloudRestore.Imaging.Damage.Composition;

/// <summary>
/// Does its damage to some pictures and leaves the others as they are. Its steps have random numbers of their own and share one JPEG
/// quality: that of their first <see cref="JpegArtefacts"/>, or without one that of the list around them.
/// </summary>
public sealed record Sometimes : IDamageStep
{
    /// <summary>The probability that the damage is done, 0 to 1. Default 0.5.</summary>
    public double Probability { get; init; } = 0.5;

    /// <summary>The damage, first to last. Default none.</summary>
    public IReadOnlyList<IDamageStep> Steps { get; init; } = [];

    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, DamageContext context)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(context);
        return context.Random.NextDouble() < Probability
            ? StepSequence.Apply(Steps, image, context.Random.NextUInt64(), context.JpegQuality, context.Wanted)
            : image;
    }

    /// <inheritdoc/>
    public string? Invalid() => Probability is >= 0 and <= 1
        ? StepSequence.Invalid(Steps)
        : FormattableString.Invariant($"A probability must be 0 to 1, not {Probability}.");
}
