using System.Diagnostics;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.Functions.Records;
using CloudRestore.Functions.Restorations;
using CloudRestore.Imaging.Photographs;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.Uploads;

/// <summary>Turns a blob in <c>uploads</c> into a restoration, or into a document that says why not.</summary>
public sealed class UploadAcceptance
{
    private readonly StorageClients _storage;
    private readonly RestorationRecords _restorations;
    private readonly FailedUploads _failed;
    private readonly TimeProvider _time;
    private readonly ILogger<UploadAcceptance> _logger;

    /// <summary>Made by the host.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="restorations">The records of restorations.</param>
    /// <param name="failed">Marks what is refused.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where refusals are told.</param>
    public UploadAcceptance(StorageClients storage, RestorationRecords restorations, FailedUploads failed, TimeProvider time, ILogger<UploadAcceptance> logger) =>
        (_storage, _restorations, _failed, _time, _logger) = (storage, restorations, failed, time, logger);

    /// <summary>Accepts an upload once per ETag. What is wrong with it is written down and never tried again; storage faults are thrown.</summary>
    /// <param name="blob">The upload.</param>
    /// <param name="name">Its name in the container.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task AcceptAsync(BlobClient blob, string name, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blob);
        return Tracing.RunAsync(
            SpanNames.AcceptUpload, WorkIds.None, parent: null, () => AcceptedAsync(blob, name, client, cancellationToken), ActivityKind.Consumer);
    }

    private async Task AcceptedAsync(BlobClient blob, string name, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (!PhotographName.IsValid(name))
        {
            // Its blob cannot even be asked for: the client would ask for another, such as "a" for "b/../a".
            await RefuseAsync(name, PhotographName.Problem(name)!, null, cancellationToken);
            return;
        }

        BlobProperties properties;
        try
        {
            properties = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            _logger.LogInformation("The upload {Name} was deleted before it was restored.", Printable.Shorten(name));
            return;
        }

        var etag = properties.ETag.Unquoted();
        try
        {
            var source = new BlobAddress(Containers.Uploads, name);
            if (OutputSize.Read(Metadata(properties, RestoredBlobs.SizeMetadata), Metadata(properties, RestoredBlobs.ScaleMetadata), out var size) is { } problem)
                throw new RequestRefusedException(400, $"{problem} Correct the upload's metadata and upload it again.");
            if (properties.ContentLength > PhotographLimits.Default.MaxBytes)
                throw new RequestRefusedException(413, FormattableString.Invariant($"\"{Printable.Shorten(name)}\" has {properties.ContentLength:N0} bytes, more than the {PhotographLimits.Default.MaxBytes:N0} bytes allowed: save it smaller or at a lower quality."));

            var id = UploadKey.RestorationId(name, etag);
            using var scope = _logger.BeginScope(WorkIds.OfRestoration(id));
            if (await _restorations.Index.FindAsync(id, cancellationToken) is { } known)
            {
                await _restorations.StartAsync(known, client, cancellationToken);
                return;
            }

            var request = new RestorationRequest
            {
                Id = id,
                Photographs = [new(name, source, etag, new BlobAddress(Containers.Restored, RestoredBlobs.OfUpload(name)))],
                Model = await _restorations.PinModelAsync(null, cancellationToken),
                Size = size,
                CreatedAt = _time.GetUtcNow(),
                UploadedAt = properties.LastModified,
            };
            await _restorations.AcceptAsync(request, null, client, cancellationToken);
        }
        catch (RequestRefusedException e)
        {
            await _failed.MarkAsync(new BlobAddress(Containers.Uploads, name), etag, cancellationToken);
            await RefuseAsync(name, e.Message, etag, cancellationToken);
        }
    }

    private async Task RefuseAsync(string name, string reason, string? etag, CancellationToken cancellationToken)
    {
        _logger.LogWarning("The upload {Name} is refused: {Reason}", Printable.Shorten(name), reason);
        var error = new RestorationError(name, reason, null, null, etag, _time.GetUtcNow());
        await _storage.Blob(Containers.Restored, UploadKey.ErrorName(name)).WriteJsonAsync(error, cancellationToken);
    }

    private static string? Metadata(BlobProperties properties, string key) =>
        properties.Metadata.FirstOrDefault(entry => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Value;
}
