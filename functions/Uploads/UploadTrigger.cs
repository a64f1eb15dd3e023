using Azure.Storage.Blobs;
using CloudRestore.Core.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Uploads;

/// <summary>Starts a restoration for every photograph that lands in <c>uploads</c>.</summary>
public sealed class UploadTrigger
{
    private readonly UploadAcceptance _uploads;

    /// <summary>Made by the host.</summary>
    /// <param name="uploads">Accepts uploads.</param>
    public UploadTrigger(UploadAcceptance uploads) => _uploads = uploads;

    /// <summary>Handles one blob. Event Grid may tell of it twice.</summary>
    /// <param name="blob">The upload.</param>
    /// <param name="name">Its name in the container.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(UploadTrigger))]
    public Task RunAsync(
        [BlobTrigger(Containers.Uploads + "/{name}", Source = BlobTriggerSource.EventGrid)] BlobClient blob,
        string name,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => _uploads.AcceptAsync(blob, name, client, cancellationToken);
}
