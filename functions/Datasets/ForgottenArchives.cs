using Azure;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Datasets;
using CloudRestore.Core.Storage;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Datasets;

/// <summary>
/// Archives that were uploaded and never imported, or whose import did not succeed. A lifecycle rule of the storage account cannot find them: they lie
/// below the datasets' names, and clients may not tag them.
/// </summary>
/// <param name="storage">The storage account.</param>
/// <param name="records">The records of datasets.</param>
/// <param name="options">How long they are kept.</param>
/// <param name="time">The clock.</param>
public sealed class ForgottenArchives(StorageClients storage, DatasetRecords records, IOptions<DatasetOptions> options, TimeProvider time)
{
    /// <summary>Deletes a dataset's archives that were kept long enough; not the one that an import is reading.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="cancellationToken">The host stops.</param>
    /// <returns>How many were deleted.</returns>
    public async Task<int> SweepAsync(string dataset, CancellationToken cancellationToken)
    {
        var limit = time.GetUtcNow() - options.Value.UploadRetention;
        var deleted = 0;
        var uploads = storage.Container(Containers.Datasets).GetBlobsAsync(BlobTraits.None, BlobStates.None, DatasetBlobs.Uploads(dataset), cancellationToken);
        await foreach (var archive in uploads)
        {
            if (archive.Properties.LastModified < limit && !await IsBeingReadAsync(dataset, archive.Name, cancellationToken) && await DeleteAsync(archive, cancellationToken))
                deleted++;
        }

        return deleted;
    }

    private async Task<bool> IsBeingReadAsync(string dataset, string archive, CancellationToken cancellationToken) =>
        (await records.FindAsync(dataset, cancellationToken))?.Value.Import is { Source: { Container: Containers.Datasets } source } import
        && source.Archive == archive
        && await storage.Blob(Containers.Datasets, DatasetBlobs.ImportOutcome(dataset, import.Id)).ReadJsonAsync<ImportOutcome>(cancellationToken) is null;

    private async Task<bool> DeleteAsync(BlobItem archive, CancellationToken cancellationToken)
    {
        try
        {
            var asListed = new BlobRequestConditions { IfMatch = archive.Properties.ETag };
            return await storage.Blob(Containers.Datasets, archive.Name).DeleteIfExistsAsync(DeleteSnapshotsOption.None, asListed, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            // It was uploaded again just now.
            return false;
        }
    }
}
