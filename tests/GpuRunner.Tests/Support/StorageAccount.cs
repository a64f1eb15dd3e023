using System.Collections.Concurrent;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;
using CloudRestore.Testing;

namespace CloudRestore.GpuRunner.Tests.Support;

/// <summary>The storage account that the tests share, and everything announced on its queue <c>gpu-results</c>.</summary>
public sealed class StorageAccount : IAsyncLifetime
{
    private readonly AzuriteFixture _azurite = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentQueue<JobFinished> _announced = new();
    private Task _listening = Task.CompletedTask;

    public StorageClients Clients { get; private set; } = null!;

    public string ConnectionString => _azurite.ConnectionString;

    public static string NewId(string prefix) => $"{prefix}-{Guid.NewGuid():N}"[..24];

    public async ValueTask InitializeAsync()
    {
        await _azurite.InitializeAsync();
        Clients = StorageClients.FromConnectionString(_azurite.ConnectionString);
        await Clients.EnsureCreatedAsync(CancellationToken.None);
        _listening = Task.Run(ListenAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _listening.ContinueWith(_ => { }, TaskScheduler.Default);
        _ended.Dispose();
        await _azurite.DisposeAsync();
    }

    /// <summary>What was announced of a job so far.</summary>
    public async Task<IReadOnlyList<JobOutcome>> AnnouncedAsync(string job) => [.. (await AnnouncementsAsync(job)).Select(finished => finished.Outcome)];

    /// <summary>The announcements of a job so far.</summary>
    public async Task<IReadOnlyList<JobFinished>> AnnouncementsAsync(string job)
    {
        // What was sent before this marker has been heard once the marker is.
        var marker = NewId("marker");
        await Clients.Queue(Queues.GpuResults).SendMessageAsync(BinaryData.FromBytes(WireDocument.Write(new JobFinished { JobId = marker, Outcome = JobOutcome.Failed })));
        await Eventually.BeAsync(() => _announced.Any(finished => finished.JobId == marker), "the marker to be heard");
        return [.. _announced.Where(finished => finished.JobId == job)];
    }

    public async Task<JobResult?> ResultAsync(string job) =>
        await Clients.Blob(Containers.Jobs, JobBlobs.Result(job)).ReadJsonAsync<JobResult>(CancellationToken.None);

    public async Task<JobState?> StateAsync(string job) =>
        await Clients.Blob(Containers.Jobs, JobBlobs.State(job)).ReadJsonAsync<JobState>(CancellationToken.None);

    public async Task<IReadOnlyList<string>> NamesAsync(string container, string prefix)
    {
        var names = new List<string>();
        await foreach (var blob in Clients.Container(container).GetBlobsAsync(Azure.Storage.Blobs.Models.BlobTraits.None, Azure.Storage.Blobs.Models.BlobStates.None, prefix, CancellationToken.None))
            names.Add(blob.Name[prefix.Length..]);
        return names;
    }

    public async Task UploadAsync(string container, string path, byte[] bytes) =>
        await Clients.Blob(container, path).UploadAsync(BinaryData.FromBytes(bytes), overwrite: true);

    public async Task<byte[]> BytesAsync(string container, string path) => (await Clients.Blob(container, path).DownloadContentAsync()).Value.Content.ToArray();

    private async Task ListenAsync()
    {
        var queue = Clients.Queue(Queues.GpuResults);
        while (!_ended.IsCancellationRequested)
        {
            var received = await queue.ReceiveMessagesAsync(32, cancellationToken: _ended.Token);
            foreach (var message in received.Value)
            {
                _announced.Enqueue(WireDocument.Read<JobFinished>(message.Body.ToMemory().Span));
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, _ended.Token);
            }

            if (received.Value.Length == 0)
                await Task.Delay(20, _ended.Token);
        }
    }
}
