namespace CloudRestore.Imaging.Damage.Composition;

/// <summary>One of several lists of damage, with how often it comes.</summary>
public sealed record WeightedSteps
{
    /// <summary>How often it comes, in proportion to the weights beside it: above 0, at most 1,000,000. Default 1.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>The damage, first to last. Default none, which leaves the picture as it is.</summary>
    public IReadOnlyList<IDamageStep> Steps { get; init; } = [];

    /// <summary>One sentence that says what is not valid, or null.</summary>
    public string? Invalid() => Weight is > 0 and <= 1_000_000
        ? StepSequence.Invalid(Steps)
        : FormattableString.Invariant($"A weight must be above 0 and at most 1000000, not {Weight}.");
}
