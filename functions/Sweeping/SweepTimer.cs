using System.Text.Json;
using CloudRestore.Functions.Comparing;
using CloudRestore.Functions.Records;
using CloudRestore.Functions.Restorations;
using CloudRestore.Functions.Training;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.Sweeping;

/// <summary>Starts what a crash left recorded but unscheduled.</summary>
public sealed class SweepTimer
{
    private readonly TrainingRuns _runs;
    private readonly RestorationRecords _restorations;
    private readonly Comparisons _comparisons;
    private readonly SettledRecords _settled;
    private readonly ILogger<SweepTimer> _logger;

    /// <summary>Made by the host.</summary>
    /// <param name="runs">The records of training runs.</param>
    /// <param name="restorations">The records of restorations.</param>
    /// <param name="comparisons">The records of comparisons.</param>
    /// <param name="settled">What needs no second look.</param>
    /// <param name="logger">Where finds are told.</param>
    public SweepTimer(TrainingRuns runs, RestorationRecords restorations, Comparisons comparisons, SettledRecords settled, ILogger<SweepTimer> logger) =>
        (_runs, _restorations, _comparisons, _settled, _logger) = (runs, restorations, comparisons, settled, logger);

    /// <summary>Looks every minute.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(SweepTimer))]
    public async Task RunAsync(
        [TimerTrigger("0 * * * * *", UseMonitor = false)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await SweepAsync("run", _runs.Index, _runs.StartAsync, client, cancellationToken);
        await SweepAsync("restoration", _restorations.Index, _restorations.StartAsync, client, cancellationToken);
        await SweepAsync("comparison", _comparisons.Index, _comparisons.StartAsync, client, cancellationToken);
    }

    private async Task SweepAsync<T>(
        string what,
        RecordIndex<T> index,
        Func<T, DurableTaskClient, CancellationToken, Task<bool>> startAsync,
        DurableTaskClient client,
        CancellationToken cancellationToken)
        where T : class
    {
        foreach (var id in await index.IdsAsync(cancellationToken))
        {
            var key = $"{what}/{id}";
            try
            {
                if (_settled.Contains(key) || await index.FindAsync(id, cancellationToken) is not { } request)
                    continue;
                if (await startAsync(request, client, cancellationToken))
                    _logger.LogWarning("The {What} {Id} was recorded but not scheduled; it is now.", what, id);
            }
            catch (JsonException e)
            {
                _logger.LogError(e, "The record of the {What} {Id} cannot be read: it is left alone.", what, id);
            }

            _settled.Add(key);
        }
    }
}
