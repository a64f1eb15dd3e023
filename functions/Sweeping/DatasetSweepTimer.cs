using System.Text.Json;
using CloudRestore.Functions.Datasets;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.Sweeping;

/// <summary>Starts imports that a crash left recorded but unscheduled, and ends deletions that were interrupted.</summary>
public sealed class DatasetSweepTimer
{
    private readonly DatasetRecords _records;
    private readonly DatasetImports _imports;
    private readonly DatasetDeletion _deletion;
    private readonly SettledRecords _settled;
    private readonly ILogger<DatasetSweepTimer> _logger;

    /// <summary>Made by the host.</summary>
    /// <param name="records">The records of datasets.</param>
    /// <param name="imports">Starts imports.</param>
    /// <param name="deletion">Ends deletions.</param>
    /// <param name="settled">What needs no second look.</param>
    /// <param name="logger">Where finds are told.</param>
    public DatasetSweepTimer(
        DatasetRecords records, DatasetImports imports, DatasetDeletion deletion, SettledRecords settled, ILogger<DatasetSweepTimer> logger) =>
        (_records, _imports, _deletion, _settled, _logger) = (records, imports, deletion, settled, logger);

    /// <summary>Looks every minute.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(DatasetSweepTimer))]
    public async Task RunAsync(
        [TimerTrigger("5 * * * * *", UseMonitor = false)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        foreach (var name in await _records.NamesAsync(cancellationToken))
        {
            try
            {
                await SweepAsync(name, client, cancellationToken);
            }
            catch (JsonException e)
            {
                if (_settled.Contains($"dataset/{name}"))
                    continue;
                _settled.Add($"dataset/{name}");
                _logger.LogError(e, "The record of the dataset {Name} cannot be read: it is left alone.", name);
            }
        }
    }

    private async Task SweepAsync(string name, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var record = (await _records.FindAsync(name, cancellationToken))?.Value;
        if (record?.IsBeingDeleted == true)
        {
            _logger.LogWarning("The deletion of the dataset {Name} was not finished; it is now.", name);
            await _deletion.FinishAsync(name, cancellationToken);
        }
        else if (record?.Import is { } import && !_settled.Contains($"import/{import.Id}"))
        {
            if (await _imports.StartAsync(name, import, client, cancellationToken))
                _logger.LogWarning("The import {Id} was recorded but not scheduled; it is now.", import.Id);
            _settled.Add($"import/{import.Id}");
        }
    }
}
