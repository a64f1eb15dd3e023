using System.Text.RegularExpressions;

namespace CloudRestore.Core.Naming;

/// <summary>
/// Names that people and machines give to datasets, runs, models, restorations and jobs. They become blob paths and orchestration ids,
/// so they are checked before they are used: 1 to 80 characters, lower-case letters, digits, <c>-</c> and <c>.</c>, with a letter or
/// digit at both ends and no two dots in a row.
/// </summary>
public static partial class Identifier
{
    /// <summary>The longest identifier, in characters.</summary>
    public const int MaxLength = 80;

    /// <summary>Whether <paramref name="value"/> is an identifier.</summary>
    public static bool IsValid(string? value) =>
        value is { Length: > 0 and <= MaxLength } && Pattern().IsMatch(value) && !value.Contains("..", StringComparison.Ordinal);

    /// <summary>Returns <paramref name="value"/> if it is an identifier.</summary>
    /// <param name="value">The name to check.</param>
    /// <param name="what">What it names, for the message: "run", "dataset".</param>
    /// <exception cref="InvalidNameException">It is not; the message says what is allowed.</exception>
    public static string Require(string? value, string what) =>
        IsValid(value)
            ? value!
            : throw new InvalidNameException(
                $"'{Printable.Shorten(value)}' cannot name a {what}: use 1 to {MaxLength} lower-case letters, digits, '-' and '.', with a letter or digit at both ends.");

    [GeneratedRegex(@"\A[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
