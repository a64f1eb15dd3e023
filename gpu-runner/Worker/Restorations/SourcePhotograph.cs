using Azure;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Jobs;
using CloudRestore.Imaging.Photographs;

namespace CloudRestore.GpuRunner.Restorations;

/// <summary>The photograph that a job was accepted for.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="ETag">Its ETag, without quotes.</param>
internal sealed record SourcePhotograph(byte[] Bytes, string ETag)
{
    /// <summary>Downloads the photograph, unless it is too large to be read.</summary>
    /// <exception cref="PermanentFailureException">It is gone, was replaced, or is too large.</exception>
    public static Task<SourcePhotograph> DownloadAsync(StorageClients storage, RestorationJob job, CancellationToken cancellationToken) => ExplainAsync(job, async () =>
    {
        var options = new BlobDownloadOptions { Conditions = Unchanged(job.SourceETag) };
        using BlobDownloadStreamingResult download = await storage.Blob(job.Source).DownloadStreamingAsync(options, cancellationToken);
        var (length, limit) = (download.Details.ContentLength, PhotographLimits.Default.MaxBytes);
        if (length > limit)
        {
            throw new PermanentFailureException(FormattableString.Invariant(
                $"The photograph {job.Source} has {length:N0} bytes, more than the {limit:N0} allowed: save it smaller and upload it again."));
        }

        using var bytes = new MemoryStream((int)length);
        await download.Content.CopyToAsync(bytes, cancellationToken);
        return new SourcePhotograph(bytes.ToArray(), download.Details.ETag.Unquoted());
    });

    /// <summary>Checks that the photograph is still the one that was downloaded.</summary>
    /// <exception cref="PermanentFailureException">It is gone or was replaced.</exception>
    public static Task RequireUnchangedAsync(StorageClients storage, RestorationJob job, string etag, CancellationToken cancellationToken) =>
        ExplainAsync(job, async () => await storage.Blob(job.Source).GetPropertiesAsync(Unchanged(etag), cancellationToken));

    /// <summary>Whether another photograph has taken the place of the one that the job was accepted for.</summary>
    public static async Task<bool> IsReplacedAsync(StorageClients storage, RestorationJob job, CancellationToken cancellationToken)
    {
        try
        {
            await storage.Blob(job.Source).GetPropertiesAsync(Unchanged(job.SourceETag), cancellationToken);
            return false;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412 or 304)
        {
            return e.Status != 404;
        }
    }

    private static BlobRequestConditions? Unchanged(string? etag) => etag is null ? null : new() { IfMatch = new ETag(ETagText.Unquoted(etag)) };

    private static async Task<T> ExplainAsync<T>(RestorationJob job, Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            throw new PermanentFailureException($"The photograph {job.Source} is gone: upload it again.", e);
        }
        catch (RequestFailedException e) when (e.Status is 412 or 304)
        {
            throw new SourceReplacedException($"The photograph {job.Source} was replaced after it was accepted; the new one is restored by a job of its own.");
        }
    }
}
