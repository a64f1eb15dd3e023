using CloudRestore.Core.Naming;

namespace CloudRestore.Core.Storage;

/// <summary>
/// Paths in container <c>jobs</c>: comparisons of models. The folder's name has a dot, so that it is no restoration, and none of a
/// restoration's jobs has it, because those end with a number.
/// </summary>
public static class ComparisonBlobs
{
    /// <summary>The folder of all comparisons.</summary>
    public const string Folder = "comparisons.all/";

    /// <summary>What a comparison was asked for; created once, before anything is scheduled.</summary>
    public static string Request(string comparison) => $"{Of(comparison)}request.json";

    /// <summary>How a comparison ended; created once.</summary>
    public static string Outcome(string comparison) => $"{Of(comparison)}outcome.json";

    private static string Of(string comparison) => $"{Folder}{Identifier.Require(comparison, "comparison")}/";
}
