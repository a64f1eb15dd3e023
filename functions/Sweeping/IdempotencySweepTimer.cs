using CloudRestore.Functions.Idempotency;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.Sweeping;

/// <summary>Forgets idempotency keys that were kept long enough.</summary>
public sealed class IdempotencySweepTimer
{
    private readonly IdempotencyRecords _records;
    private readonly ILogger<IdempotencySweepTimer> _logger;

    /// <summary>Made by the host.</summary>
    /// <param name="records">Keys and answers.</param>
    /// <param name="logger">Where the number is told.</param>
    public IdempotencySweepTimer(IdempotencyRecords records, ILogger<IdempotencySweepTimer> logger) => (_records, _logger) = (records, logger);

    /// <summary>Looks every hour.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(IdempotencySweepTimer))]
    public async Task RunAsync([TimerTrigger("0 17 * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken)
    {
        if (await _records.SweepAsync(cancellationToken) is > 0 and var deleted)
            _logger.LogInformation("Deleted {Count} documents of idempotency keys.", deleted);
    }
}
