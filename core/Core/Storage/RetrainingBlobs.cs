using CloudRestore.Core.Naming;

namespace CloudRestore.Core.Storage;

/// <summary>Paths in container <c>jobs</c>: when models were trained anew. The folder's name has a dot, so that it is no restoration.</summary>
public static class RetrainingBlobs
{
    private const string Folder = "retraining.schedule/";

    /// <summary>Up to when the schedule was looked at, and what came of it.</summary>
    public const string State = Folder + "state.json";

    /// <summary>What came of one occurrence or request; created once.</summary>
    public static string Attempt(string attempt) => $"{Folder}{Identifier.Require(attempt, "attempt")}.json";
}
