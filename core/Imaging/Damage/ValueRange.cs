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

    /// <summary>A share or a probability.</summary>
    public static string? InvalidShare(string what, double value) => Invalid(what, value, 0, 1);
}
