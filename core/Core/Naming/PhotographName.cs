namespace CloudRestore.Core.Naming;

/// <summary>
/// The name of a photograph inside a container: folders separated by <c>/</c>, any letters and spaces, at most 400 characters. Refused are
/// names that could leave the container or the folder a photograph is written to: <c>.</c> and <c>..</c> segments, empty segments,
/// backslashes, and control characters.
/// </summary>
public static class PhotographName
{
    /// <summary>The longest name, in characters; a blob name ends at 1,024, and layouts add to it.</summary>
    public const int MaxLength = 400;

    /// <summary>Whether <paramref name="name"/> may name a photograph.</summary>
    public static bool IsValid(string? name) => Problem(name) is null;

    /// <summary>Returns <paramref name="name"/> if it may name a photograph.</summary>
    /// <exception cref="InvalidNameException">It may not; the message says why.</exception>
    public static string Require(string? name) =>
        Problem(name) is { } problem ? throw new InvalidNameException(problem) : name!;

    /// <summary>One sentence that says why this cannot name a photograph, or null.</summary>
    public static string? Problem(string? name) =>
        Reason(name) is { } reason ? $"'{Printable.Shorten(name)}' cannot name a photograph: {reason}." : null;

    private static string? Reason(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return "the name is empty";
        if (name.Length > MaxLength)
            return $"it has {name.Length} characters, {MaxLength} are allowed";
        if (name.Any(char.IsControl))
            return "it contains a control character";
        if (name.Contains('\\', StringComparison.Ordinal))
            return "it contains a backslash; separate folders with '/'";
        foreach (var segment in name.Split('/'))
        {
            if (segment.Length == 0)
                return "it begins or ends with '/' or has two in a row";
            if (segment is "." or "..")
                return $"it contains the folder '{segment}', which could lead outside";
            if (segment.EndsWith('.'))
                return "a part of it ends with '.', which Blob Storage does not keep";
        }

        return null;
    }
}
