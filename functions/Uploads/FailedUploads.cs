using Azure;
using Azure.Storage.Blobs;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Storage;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.Uploads;

/// <summary>
/// The index tag on uploads that could not be restored, by which a lifecycle rule of the storage account deletes them. Tags change neither ETag nor
/// date, and a photograph that replaces another begins without. The runner, which may only read uploads, cannot write them.
/// </summary>
/// <param name="storage">The storage account.</param>
/// <param name="logger">Where it is told that an upload could not be marked, which is no fault of its restoration.</param>
public sealed class FailedUploads(StorageClients storage, ILogger<FailedUploads> logger)
{
    /// <summary>The tag's name.</summary>
    public const string Tag = "restoration";

    /// <summary>The tag's value.</summary>
    public const string Failed = "failed";

    private const int MostTags = 10;
    private const int AtOnce = 16;

    /// <summary>Marks an upload, unless it was replaced or deleted. What lies in other containers is left alone.</summary>
    /// <param name="source">The upload.</param>
    /// <param name="etag">The ETag, without quotes, of the photograph that could not be restored; null for whichever is there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task MarkAsync(BlobAddress source, string? etag, CancellationToken cancellationToken)
    {
        await ChangeAsync(source, async blob =>
        {
            var tags = (await blob.GetTagsAsync(cancellationToken: cancellationToken)).Value.Tags;
            if (tags.Count >= MostTags || !tags.TryAdd(Tag, Failed))
                return;
            await blob.SetTagsAsync(tags, cancellationToken: cancellationToken);

            // Tags are written under no condition: if the photograph was replaced meanwhile, the new one is restored by itself.
            if (etag is not null && (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ETag.Unquoted() != etag)
                await ClearAsync(blob, cancellationToken);
        });
    }

    /// <summary>Takes the mark from uploads that were restored after all.</summary>
    /// <param name="sources">Photographs; what lies in other containers is left alone.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task ClearAsync(IEnumerable<BlobAddress> sources, CancellationToken cancellationToken)
    {
        var clearing = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(sources, clearing, async (source, token) => await ChangeAsync(source, blob => ClearAsync(blob, token)));
    }

    private static async Task ClearAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        var tags = (await blob.GetTagsAsync(cancellationToken: cancellationToken)).Value.Tags;
        if (tags.Remove(Tag))
            await blob.SetTagsAsync(tags, cancellationToken: cancellationToken);
    }

    private async Task ChangeAsync(BlobAddress source, Func<BlobClient, Task> change)
    {
        if (source.Container != Containers.Uploads)
            return;
        try
        {
            await change(storage.Blob(source));
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // It was deleted: nobody has to.
        }
        catch (RequestFailedException e) when (e.Status == 403)
        {
            logger.LogWarning("The tags of the upload {Name} may not be written, so no rule deletes it if it fails: give the app's identity the role Storage Blob Data Owner.", Printable.Shorten(source.Path));
        }
    }
}
