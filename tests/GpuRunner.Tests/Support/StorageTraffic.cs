using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using CloudRestore.Core.Storage;

namespace CloudRestore.GpuRunner.Tests.Support;

/// <summary>Storage whose requests are seen, and may be kept from their answer.</summary>
internal sealed class StorageTraffic : HttpPipelinePolicy
{
    private readonly ConcurrentQueue<string> _seen = new();

    /// <summary>Requests that never get an answer.</summary>
    public Func<string, bool> Hang { get; set; } = _ => false;

    /// <summary>Method, path and query of each request, and what it does with a lease.</summary>
    public IEnumerable<string> Seen => _seen;

    public StorageClients Clients(string connectionString)
    {
        var blobs = new BlobClientOptions();
        blobs.AddPolicy(this, HttpPipelinePosition.PerCall);
        var queues = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        queues.AddPolicy(this, HttpPipelinePosition.PerCall);
        return new StorageClients(new BlobServiceClient(connectionString, blobs), new QueueServiceClient(connectionString, queues));
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        message.Request.Headers.TryGetValue("x-ms-lease-action", out var action);
        var request = $"{message.Request.Method} {message.Request.Uri.ToUri().PathAndQuery} {action}".TrimEnd();
        _seen.Enqueue(request);
        if (Hang(request))
            await Task.Delay(Timeout.Infinite, message.CancellationToken);
        await ProcessNextAsync(message, pipeline);
    }
}
