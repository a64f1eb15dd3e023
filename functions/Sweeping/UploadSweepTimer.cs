using System.Text.Json;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Uploads;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.Sweeping;

/// <summary>Finds photographs in <c>uploads</c> of which no event told: Event Grid gives up after a day, and an event may be lost.</summary>
public sealed class UploadSweepTimer
{
    /// <summary>An upload younger than this is left to its event.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly StorageClients _storage;
    private readonly UploadAcceptance _uploads;
    private readonly SettledRecords _settled;
    private readonly TimeProvider _time;
    private readonly ILogger<UploadSweepTimer> _logger;

    /// <summary>Made by the host.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="uploads">Accepts uploads.</param>
    /// <param name="settled">What needs no second look.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where finds are told.</param>
    public UploadSweepTimer(StorageClients storage, UploadAcceptance uploads, SettledRecords settled, TimeProvider time, ILogger<UploadSweepTimer> logger) =>
        (_storage, _uploads, _settled, _time, _logger) = (storage, uploads, settled, time, logger);

    /// <summary>Looks every five minutes.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(UploadSweepTimer))]
    public async Task RunAsync(
        [TimerTrigger("0 */5 * * * *", UseMonitor = false)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var before = _time.GetUtcNow() - Patience;
        await foreach (var blob in _storage.Container(Containers.Uploads).GetBlobsAsync(BlobTraits.None, BlobStates.None, null, cancellationToken))
        {
            var id = UploadKey.RestorationId(blob.Name, blob.Properties.ETag?.Unquoted() ?? "");
            var key = $"upload/{id}";
            if (blob.Properties.LastModified > before || _settled.Contains(key))
                continue;
            if (!await IsKnownAsync(blob, id, cancellationToken))
            {
                _logger.LogWarning("No event told of the upload {Name}; it is accepted now.", Printable.Shorten(blob.Name));
                await _uploads.AcceptAsync(_storage.Blob(Containers.Uploads, blob.Name), blob.Name, client, cancellationToken);
            }

            _settled.Add(key);
        }
    }

    // Accepted, or refused as it is now.
    private async Task<bool> IsKnownAsync(BlobItem blob, string id, CancellationToken cancellationToken)
    {
        if (await _storage.Blob(Containers.Jobs, JobBlobs.Request(id)).ExistsAsync(cancellationToken))
            return true;
        try
        {
            var error = await _storage.Blob(Containers.Restored, UploadKey.ErrorName(blob.Name)).ReadJsonAsync<RestorationError>(cancellationToken);
            return error is not null && (error.SourceETag is null || error.SourceETag == blob.Properties.ETag?.Unquoted());
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
