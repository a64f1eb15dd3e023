using CloudRestore.Core.Naming;
using CloudRestore.Core.Storage;

namespace CloudRestore.Core.Jobs;

/// <summary>A blob, or a folder of blobs when <paramref name="Path"/> ends with <c>/</c>.</summary>
/// <param name="Container">One of <see cref="Containers.All"/>.</param>
/// <param name="Path">The path inside the container.</param>
public sealed record BlobAddress(string Container, string Path)
{
    /// <summary>Whether this is a folder.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsFolder => Path.EndsWith('/');

    /// <inheritdoc/>
    public override string ToString() => $"{Container}/{Path}";

    /// <summary>Checks container and path.</summary>
    /// <exception cref="InvalidNameException">The container is not ours or the path could lead outside it.</exception>
    public void Validate()
    {
        if (!Containers.All.Contains(Container))
            throw new InvalidNameException($"'{Printable.Shorten(Container)}' is not a container of CloudRestore.");
        PhotographName.Require(Path.TrimEnd('/'));
    }
}
