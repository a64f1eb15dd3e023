using CloudRestore.Core.Naming;

namespace CloudRestore.Core.Storage;

/// <summary>Paths in container <c>jobs</c>: GPU jobs and restorations.</summary>
public static class JobBlobs
{
    private const string InputFolder = "/input/";

    /// <summary>The leased blob: attempts, failures, heartbeat.</summary>
    public static string State(string job) => $"{Checked(job)}/state.json";

    /// <summary>How the job ended; created once.</summary>
    public static string Result(string job) => $"{Checked(job)}/result.json";

    /// <summary>A wish to cancel; its existence is the wish.</summary>
    public static string Cancel(string job) => $"{Checked(job)}/cancel.json";

    /// <summary>What a restoration was asked for; created once, before anything is scheduled.</summary>
    public static string Request(string restoration) => $"{Checked(restoration)}/request.json";

    /// <summary>How a restoration ended, per photograph; created once.</summary>
    public static string Outcome(string restoration) => $"{Checked(restoration)}/outcome.json";

    /// <summary>What came of calling a restoration's webhook.</summary>
    public static string Webhook(string restoration) => $"{Checked(restoration)}/webhook.json";

    /// <summary>A chunk of the photographs of a large restoration; created once, before its request.</summary>
    public static string Photographs(string restoration, string list, int chunk) => $"{Checked(restoration)}/photographs/{Identifier.Require(list, "list")}/{chunk:D5}.json";

    /// <summary>How the photographs of a chunk ended; created once.</summary>
    public static string ChunkOutcome(string restoration, int chunk) => $"{Checked(restoration)}/outcomes/{chunk:D5}.json";

    /// <summary>A photograph that came in a request's body.</summary>
    public static string Input(string restoration, string photograph) => $"{Checked(restoration)}{InputFolder}{PhotographName.Require(photograph)}";

    /// <summary>The name of a photograph that came in a request's body, from its path (see <see cref="Input"/>); any other path as it is.</summary>
    public static string PhotographOf(string path)
    {
        var folder = path.IndexOf(InputFolder, StringComparison.Ordinal);
        return folder < 0 ? path : path[(folder + InputFolder.Length)..];
    }

    private static string Checked(string job) => Identifier.Require(job, "job");
}
