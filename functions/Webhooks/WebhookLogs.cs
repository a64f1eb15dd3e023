using Azure.Storage.Blobs;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Webhooks;

namespace CloudRestore.Functions.Webhooks;

/// <summary>Keeps what came of calling webhooks.</summary>
/// <param name="storage">The storage account.</param>
/// <param name="time">The clock.</param>
public sealed class WebhookLogs(StorageClients storage, TimeProvider time)
{
    /// <summary>The log of a run, all its beginnings together, or of a restoration; null if nothing was sent yet.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<WebhookLog?> ReadAsync(WebhookSubject subject, CancellationToken cancellationToken) => Blob(subject).ReadJsonAsync<WebhookLog>(cancellationToken);

    /// <summary>Notes an attempt.</summary>
    /// <param name="delivery">What was sent.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task NoteAsync(WebhookDelivery delivery, WebhookResult result, CancellationToken cancellationToken)
    {
        var blob = Blob(delivery.Subject);
        Versioned<WebhookLog>? before;
        do
        {
            before = await blob.ReadJsonWithETagAsync<WebhookLog>(cancellationToken);
        }
        while (!await blob.ReplaceJsonAsync(Noted(before?.Value ?? new WebhookLog(), delivery, result, time.GetUtcNow()), before?.ETag, cancellationToken));
    }

    /// <summary>A log with one attempt more. What is delivered stays so.</summary>
    internal static WebhookLog Noted(WebhookLog log, WebhookDelivery delivery, WebhookResult result, DateTimeOffset at)
    {
        var id = delivery.Event.Id;
        var earlier = log.Events.GetValueOrDefault(id);
        var state = result.Answer switch
        {
            WebhookAnswer.Delivered => WebhookState.Delivered,
            _ when earlier?.State == WebhookState.Delivered => WebhookState.Delivered,
            WebhookAnswer.Gone => WebhookState.Failed,
            _ => delivery.IsLast ? WebhookState.Failed : WebhookState.Trying,
        };
        return new WebhookLog
        {
            Events = new Dictionary<string, WebhookAttempts>(log.Events) { [id] = new(state, (earlier?.Attempts ?? 0) + 1, at) },
            Stopped = log.Stopped || result.Answer == WebhookAnswer.Gone,
            LastError = result.Error ?? log.LastError,
        };
    }

    private BlobClient Blob(WebhookSubject subject) => subject.IsRun
        ? storage.Blob(Containers.Runs, RunBlobs.Webhook(subject.Id))
        : storage.Blob(Containers.Jobs, JobBlobs.Webhook(subject.Id));
}
