using System.Collections.Concurrent;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;
using CloudRestore.Emulator.Hosting;
using CloudRestore.Emulator.Invocation;
using CloudRestore.Emulator.Triggers.Queues;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Emulator.Triggers.Blobs;

/// <summary>Lists one container again and again, and executes a function for every version of a blob it has no receipt for.</summary>
internal sealed class BlobListener(
    FunctionMethod function,
    BlobContainerClient container,
    BlobPathPattern pattern,
    BlobReceipts receipts,
    QueueClient poison,
    HostJson host,
    TimeSpan pollingInterval,
    FunctionInvoker invoker,
    TimeProvider time,
    ILogger logger) : ITriggerListener
{
    private readonly ConcurrentDictionary<string, Task> _running = new();

    public async Task PrepareAsync(CancellationToken cancellationToken) => await container.ExistsAsync(cancellationToken);

    public async Task RunAsync(CancellationToken stopping)
    {
        using var places = new SemaphoreSlim(host.Blobs.MaxDegreeOfParallelism);
        while (!stopping.IsCancellationRequested)
        {
            var started = await ScanAsync(places, stopping);
            await Task.Delay(started > 0 ? pollingInterval : pollingInterval * 2, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(_running.Values);
    }

    private async Task<int> ScanAsync(SemaphoreSlim places, CancellationToken stopping)
    {
        var started = 0;
        try
        {
            await foreach (var blob in container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, pattern.Prefix, stopping))
            {
                var etag = blob.Properties.ETag?.ToString("H") ?? "";
                if (!pattern.TryMatch(blob.Name, out var values) || receipts.IsDone(blob.Name, etag) || _running.ContainsKey(blob.Name))
                {
                    continue;
                }

                await places.WaitAsync(stopping);
                started++;
                var handling = new Task<Task>(() => HandleAsync(blob, etag, values, places, stopping));
                _running[blob.Name] = handling.Unwrap();
                handling.Start(TaskScheduler.Default);
            }
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            return 0;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return started;
        }
        catch (Exception e)
        {
            // Whatever storage does, the listener goes on.
            logger.LogWarning("Container {Container} cannot be listed, trying again: {Message}", container.Name, e.Message);
        }

        return started;
    }

    private async Task HandleAsync(BlobItem blob, string etag, Dictionary<string, object?> values, SemaphoreSlim places, CancellationToken stopping)
    {
        try
        {
            var attempt = receipts.BeginAttempt(blob.Name, etag);
            if (attempt <= host.Blobs.PoisonBlobThreshold && await SucceedsAsync(blob, values, stopping))
            {
                receipts.Complete(blob.Name, etag);
            }
            else if (stopping.IsCancellationRequested)
            {
                receipts.WithdrawAttempt(blob.Name, etag);
            }
            else if (attempt >= host.Blobs.PoisonBlobThreshold)
            {
                await PoisonAsync(blob, etag);
                receipts.Complete(blob.Name, etag);
                logger.LogError("Blob {Container}/{Name} failed {Count} times; a message about it went to {Poison}", container.Name, blob.Name, attempt, poison.Name);
            }
        }
        catch (Exception e)
        {
            logger.LogWarning("Blob {Container}/{Name} could not be settled and will be handled again: {Message}", container.Name, blob.Name, e.Message);
        }
        finally
        {
            places.Release();
            _running.TryRemove(blob.Name, out _);
        }
    }

    private async Task<bool> SucceedsAsync(BlobItem blob, Dictionary<string, object?> values, CancellationToken stopping)
    {
        var invocation = new FunctionInvocation(function, (type, token) => BlobBinding.BindAsync(container, blob.Name, type, token))
        {
            BindingData = BlobBinding.Data(container, blob, values),
        };
        try
        {
            await invoker.InvokeAsync(invocation, stopping);
            return true;
        }
        catch (Exception)
        {
            // The invoker has logged it; the next listing brings the blob again.
            return false;
        }
    }

    private async Task PoisonAsync(BlobItem blob, string etag)
    {
        var message = BinaryData.FromString(JsonSerializer.Serialize(new
        {
            Type = "BlobTrigger",
            FunctionId = $"Host.Functions.{function.Name}",
            BlobType = $"{blob.Properties.BlobType}Blob",
            ContainerName = container.Name,
            BlobName = blob.Name,
            ETag = etag,
        }));
        await poison.CreateIfNotExistsAsync();
        await poison.SendMessageAsync(QueueText.Encode(message, host.Queues.MessageEncoding));
    }
}
