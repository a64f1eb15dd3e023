using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using CloudRestore.Core.Storage;

namespace CloudRestore.GpuRunner.Tests.Support;

/// <summary>Storage whose requests are seen, and between which others may be put.</summary>
internal sealed class StorageTraffic : HttpPipelinePolicy
{
    private readonly ConcurrentQueue<string> _seen = new();
    private int _hanging;

    /// <summary>Requests that never get an answer.</summary>
    public Func<string, bool> Hang { get; set; } = _ => false;

    /// <summary>How many of them wait for one now.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    /// <summary>Done before a request is sent.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Done after a request was answered.</summary>
    public Func<string, Task> After { get; set; } = _ => Task.CompletedTask;

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
            await NoAnswerAsync(message.CancellationToken);
        await Before(request);
        await ProcessNextAsync(message, pipeline);
        await After(request);
    }

    private async Task NoAnswerAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _hanging);
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _hanging);
        }
    }
}
