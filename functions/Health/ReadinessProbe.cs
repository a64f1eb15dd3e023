using Azure;
using CloudRestore.Core.Api;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Health;

/// <summary>Asks the storage account for every container and queue, all at once.</summary>
/// <param name="storage">The storage account.</param>
/// <param name="options">How long it may take.</param>
/// <param name="time">The clock.</param>
/// <param name="gauge">Where the queues are measured.</param>
public sealed class ReadinessProbe(StorageClients storage, IOptions<ReadinessOptions> options, TimeProvider time, QueueGauge gauge)
{
    /// <summary>Checks.</summary>
    /// <param name="cancellationToken">The caller has gone.</param>
    public async Task<Readiness> LookAsync(CancellationToken cancellationToken)
    {
        var containers = await Task.WhenAll(Containers.All.Select(container => CheckAsync(
            $"container {container}",
            async token =>
            {
                await storage.Container(container).GetPropertiesAsync(cancellationToken: token);
                return null;
            },
            cancellationToken)));
        var queues = await Task.WhenAll(Queues.All.Select(queue => CheckAsync($"queue {queue}", token => DepthAsync(queue, token), cancellationToken)));
        var checks = containers.Concat(queues).Select(found => found.Check).ToList();
        return new Readiness(checks.TrueForAll(check => check.Ok), checks, [.. queues.Select(found => found.Depth).OfType<QueueDepth>()]);
    }

    private async Task<QueueDepth?> DepthAsync(string name, CancellationToken cancellationToken)
    {
        var queue = storage.Queue(name);
        var properties = (await queue.GetPropertiesAsync(cancellationToken)).Value;
        var next = (await queue.PeekMessagesAsync(1, cancellationToken)).Value is [var message] ? message.InsertedOn : null;
        var age = next is { } at ? Math.Max(0, Math.Round((time.GetUtcNow() - at).TotalSeconds, 1)) : (double?)null;
        gauge.Looked(name, properties.ApproximateMessagesCount, age ?? 0);
        return new QueueDepth(name, properties.ApproximateMessagesCount, age);
    }

    private async Task<(ReadinessCheck Check, QueueDepth? Depth)> CheckAsync(
        string what, Func<CancellationToken, Task<QueueDepth?>> look, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.Value.Timeout, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return (new ReadinessCheck(what, true), await look(ended.Token));
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return (new ReadinessCheck(what, false, $"There is no {what}: create it, or restart the app where it may create it."), null);
        }
        catch (RequestFailedException e) when (e.Status is 401 or 403)
        {
            return (new ReadinessCheck(what, false, $"The app may not read the {what}: give its identity the roles for blobs and queues."), null);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return (new ReadinessCheck(what, false, $"The {what} did not answer within {options.Value.Timeout.TotalSeconds} s: check that the storage account can be reached."), null);
        }
    }
}
