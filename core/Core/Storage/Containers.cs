namespace CloudRestore.Core.Storage;

/// <summary>The blob containers. Infrastructure creates them in Azure; <c>StorageClients.EnsureCreatedAsync</c> does elsewhere.</summary>
public static class Containers
{
    /// <summary>Photographs to restore; a blob here starts a restoration.</summary>
    public const string Uploads = "uploads";

    /// <summary>Restored photographs, under the same names, and error documents.</summary>
    public const string Restored = "restored";

    /// <summary>Datasets to train on.</summary>
    public const string Datasets = "datasets";

    /// <summary>Training runs.</summary>
    public const string Runs = "runs";

    /// <summary>Models and their registry.</summary>
    public const string Models = "models";

    /// <summary>GPU jobs and restorations.</summary>
    public const string Jobs = "jobs";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Uploads, Restored, Datasets, Runs, Models, Jobs];
}
