using CloudRestore.Core.Naming;

namespace CloudRestore.Core.Storage;

/// <summary>Paths and metadata in container <c>restored</c>.</summary>
public static class RestoredBlobs
{
    /// <summary>Metadata: the model's version.</summary>
    public const string ModelMetadata = "model";

    /// <summary>Metadata: the source's ETag, without quotes.</summary>
    public const string SourceETagMetadata = "sourceetag";

    /// <summary>Metadata: the job.</summary>
    public const string JobMetadata = "job";

    /// <summary>Metadata that an upload may carry: the shorter side in pixels to restore at.</summary>
    public const string SizeMetadata = "size";

    /// <summary>Metadata that an upload may carry: the factor to restore at.</summary>
    public const string ScaleMetadata = "scale";

    /// <summary>The restored copy of an upload: the same name.</summary>
    public static string OfUpload(string name) => PhotographName.Require(name);

    /// <summary>The restored copy of a photograph that came in a request's body.</summary>
    public static string OfRequest(string restoration, string name) => $"requests/{Identifier.Require(restoration, "restoration")}/{PhotographName.Require(name)}";

    /// <summary>The document that says why a photograph was not restored.</summary>
    public static string ErrorOf(string restoredName) => restoredName + ".error.json";
}
