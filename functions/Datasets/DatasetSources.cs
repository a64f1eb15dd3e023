using System.Text.RegularExpressions;
using Azure;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Datasets;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Records;

namespace CloudRestore.Functions.Datasets;

/// <summary>Decides whether photographs may be imported from a place, and whether there is anything.</summary>
/// <param name="storage">The storage account.</param>
public sealed partial class DatasetSources(StorageClients storage)
{
    // What comes out of CloudRestore is never trained on, and the rest of these is nobody's to read.
    private static readonly string[] Closed = [Containers.Restored, Containers.Runs, Containers.Models, Containers.Jobs];

    /// <summary>Checks a source and looks at it.</summary>
    /// <param name="dataset">The dataset to import into.</param>
    /// <param name="source">The source, as it was asked for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The source with its folder's slash, and the archive's ETag without quotes, or null for a folder.</returns>
    /// <exception cref="RequestRefusedException">It cannot be used.</exception>
    public async Task<(DatasetSource Source, string? ETag)> RequireAsync(string dataset, DatasetSource? source, CancellationToken cancellationToken)
    {
        var container = source?.Container;
        if (string.IsNullOrEmpty(container) || (source!.Folder is null) == (source.Archive is null))
            throw new RequestRefusedException(400, "Say where the photographs are: \"source\" has a \"container\" and either a \"folder\" or an \"archive\".");
        if (!ContainerName().IsMatch(container) || Closed.Contains(container) || container.StartsWith("azure-webjobs", StringComparison.Ordinal))
            throw new RequestRefusedException(400, $"The container '{Printable.Shorten(container)}' is no place for originals: use another one of the storage account.");
        try
        {
            return source.Archive is { } archive
                ? (source, await ArchiveAsync(dataset, container, archive, cancellationToken))
                : (source with { Folder = await FolderAsync(dataset, container, source.Folder!, cancellationToken) }, null);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            throw new RequestRefusedException(404, $"There is nothing at {container}/{Printable.Shorten(source.Archive ?? source.Folder)}: upload it first.");
        }
    }

    private async Task<string> ArchiveAsync(string dataset, string container, string archive, CancellationToken cancellationToken)
    {
        Checked(archive);
        if (container == Containers.Datasets && !archive.StartsWith(DatasetBlobs.Uploads(dataset), StringComparison.Ordinal))
            throw new RequestRefusedException(400, $"In the container {container} an archive must lie where POST /api/datasets/{dataset}/uploads says.");
        return (await storage.Blob(container, archive).GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ETag.Unquoted();
    }

    private async Task<string> FolderAsync(string dataset, string container, string folder, CancellationToken cancellationToken)
    {
        var trimmed = folder.EndsWith('/') ? folder[..^1] : folder;
        if (trimmed.Length > 0)
            Checked(trimmed);
        var prefix = trimmed.Length == 0 ? "" : trimmed + "/";
        if (container == Containers.Datasets && !IsOfAnotherDataset(dataset, prefix))
            throw new RequestRefusedException(400, $"In the container {container} a folder must be the originals of another dataset: {{name}}/originals/.");
        await foreach (var page in storage.Container(container).GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken).AsPages(pageSizeHint: 1))
        {
            if (page.Values.Count > 0)
                return prefix;
        }

        throw new RequestRefusedException(404, $"There are no files in {container}/{prefix}: upload some first.");
    }

    private static bool IsOfAnotherDataset(string dataset, string prefix) =>
        prefix.IndexOf('/', StringComparison.Ordinal) is > 0 and var end && prefix[..end] is var name && name != dataset && Identifier.IsValid(name)
        && prefix.StartsWith(DatasetBlobs.Originals(name), StringComparison.Ordinal);

    private static void Checked(string path)
    {
        if (!PhotographName.IsValid(path))
            throw new RequestRefusedException(400, $"'{Printable.Shorten(path)}' cannot be a place in a container: separate folders with one '/', without '.', '..' and control characters.");
    }

    [GeneratedRegex(@"\A(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]\z", RegexOptions.CultureInvariant)]
    private static partial Regex ContainerName();
}
