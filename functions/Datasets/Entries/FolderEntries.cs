using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Naming;

namespace CloudRestore.Functions.Datasets.Entries;

/// <summary>The blobs below a folder, by name.</summary>
internal static class FolderEntries
{
    /// <summary>The files after a cursor.</summary>
    /// <param name="container">The container.</param>
    /// <param name="folder">The folder, with a slash at its end; empty for the whole container.</param>
    /// <param name="from">Where to go on.</param>
    /// <param name="options">The limits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Orchestrations.PermanentFailureException">There are too many.</exception>
    public static async IAsyncEnumerable<ImportEntry> ReadAsync(
        BlobContainerClient container, string folder, ImportCursor from, DatasetOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (entries, after) = (from.Entries, from.After);
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, folder, cancellationToken))
        {
            var name = blob.Name[folder.Length..];
            // A folder of an account with a hierarchy is listed as an empty blob.
            if ((after is not null && string.CompareOrdinal(name, after) <= 0) || name.Length == 0 || name.EndsWith('/') || blob.Metadata.ContainsKey("hdi_isfolder"))
                continue;
            UnpackingBudget.CheckEntries(++entries, options.MaxEntries, "folder");
            var refusal = EntryFiles.Refusal(name, blob.Properties.ContentLength ?? 0);
            var content = refusal is null ? await DownloadAsync(container.GetBlobClient(blob.Name), cancellationToken) : null;
            if (content is null)
                refusal ??= $"\"{Printable.Shorten(name)}\" was deleted before it was read.";
            yield return new ImportEntry(name, content, refusal, new ImportCursor(entries, name, from.UnpackedBytes, null));
        }
    }

    private static async Task<byte[]?> DownloadAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            return (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToArray();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }
}
