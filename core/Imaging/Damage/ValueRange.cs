namespace CloudRestore.Imaging.Damage;

/// <summary>Checks of the values that a step is given, each answered with null or one sentence.</summary>
internal static class ValueRange
{
    /// <summary>Two ends between which a value is drawn.</summary>
    /// <param name="what">What is drawn, as the sentence begins: "The sigma".</param>
    /// <param name="lowest">The lower end.</param>
    /// <param name="highest">The upper end, at least <paramref name="lowest"/>.</param>
    /// <param name="least">The least that may be asked for.</param>
    /// <param name="most">The most that may be asked for.</param>
    public static string? Invalid(string what, double lowest, double highest, double least, double most) =>
        lowest >= least && lowest <= highest && highest <= most
            ? null
            : FormattableString.Invariant($"{what} must be {least} to {most}, the lowest first, not {lowest} to {highest}.");

    /// <summary>One value.</summary>
    /// <inheritdoc cref="Invalid(string, double, double, double, double)"/>
    public static string? Invalid(string what, double value, double least, double most) => value >= least && value <= most
        ? null
        : FormattableString.Invariant($"{what} must be {least} to {most}, not {value}.");

    /// <summary>Two shares or probabilities of one whole.</summary>
    /// <param name="what">What they are, as the sentence begins: "The shares of white and black text".</param>
    /// <param name="one">The first.</param>
    /// <param name="other">The second.</param>
    public static string? InvalidShares(string what, double one, double other) => one >= 0 && other >= 0 && one + other <= 1 + 1e-9
        ? null
        : FormattableString.Invariant($"{what} must be 0 to 1 and no more than 1 together, not {one} and {other}.");

    /// <summary>A share or a probability.</summary>
    public static string? InvalidShare(string what, double value) => Invalid(what, value, 0, 1);
}
