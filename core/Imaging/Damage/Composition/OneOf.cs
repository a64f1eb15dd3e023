namespace CloudRestore.Imaging.Damage.Composition;

/// <summary>
/// Draws one of several lists of damage by weight and does it. Its steps have random numbers of their own and share one JPEG quality: that
/// of their first <see cref="JpegArtefacts"/>, or without one that of the list around them.
/// </summary>
public sealed record OneOf : IDamageStep
{
    /// <summary>What is drawn from; at least one.</summary>
    public IReadOnlyList<WeightedSteps> Options { get; init; } = [];

    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, DamageContext context)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(context);
        var left = context.Random.NextDouble() * Options.Sum(option => option.Weight);
        var chosen = 0;
        while (chosen < Options.Count - 1 && left >= Options[chosen].Weight)
            left -= Options[chosen++].Weight;
        return StepSequence.Apply(Options[chosen].Steps, image, context.Random.NextUInt64(), context.JpegQuality, context.Wanted);
    }

    /// <inheritdoc/>
    public string? Invalid() => Options is null || Options.Count == 0 || Options.Any(option => option is null)
        ? "One of several (one-of) needs at least one option."
        : Options.Select(option => option.Invalid()).FirstOrDefault(reason => reason is not null);
}
