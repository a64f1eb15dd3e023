using CloudRestore.Functions.Health;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.Watching;

/// <summary>Tells the log what waits in the queues, which no metric of a storage account does; alerts read these lines.</summary>
public sealed class QueueWatchTimer
{
    private readonly ReadinessProbe _readiness;
    private readonly ILogger<QueueWatchTimer> _logger;

    /// <summary>Made by the host.</summary>
    /// <param name="readiness">Asks the queues.</param>
    /// <param name="logger">Where they are told.</param>
    public QueueWatchTimer(ReadinessProbe readiness, ILogger<QueueWatchTimer> logger) => (_readiness, _logger) = (readiness, logger);

    /// <summary>Looks every five minutes.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(QueueWatchTimer))]
    public async Task RunAsync([TimerTrigger("0 */5 * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken)
    {
        foreach (var queue in (await _readiness.LookAsync(cancellationToken)).Queues)
            _logger.LogInformation("Queue {Queue}: {Count} messages, the next waits for {Age} s.", queue.Queue, queue.Waiting, queue.OldestSeconds ?? 0);
    }
}
