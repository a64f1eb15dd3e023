using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Retraining;

/// <summary>
/// Looks at the schedule. The timer itself knows only UTC and a fixed expression: the plan it runs on has no time zones, and a trigger
/// whose expression is a setting must always have one.
/// </summary>
public sealed class RetrainingTimer
{
    private readonly Retrainings _retrainings;

    /// <summary>Made by the host.</summary>
    /// <param name="retrainings">Trains anew.</param>
    public RetrainingTimer(Retrainings retrainings) => _retrainings = retrainings;

    /// <summary>Looks every five minutes.</summary>
    /// <param name="timer">The timer.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(RetrainingTimer))]
    public Task RunAsync(
        [TimerTrigger("0 */5 * * * *", UseMonitor = false)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        _retrainings.LookAsync(client, cancellationToken);
}
