using System.Text.Json;
using CloudRestore.Functions.Datasets;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.Sweeping;

/// <summary>Deletes archives that were uploaded for datasets and forgotten.</summary>
public sealed class ArchiveSweepTimer
{
    private readonly DatasetRecords _records;
    private readonly ForgottenArchives _archives;
    private readonly ILogger<ArchiveSweepTimer> _logger;

    /// <summary>Made by the host.</summary>
    /// <param name="records">The records of datasets.</param>
    /// <param name="archives">Finds and deletes.</param>
    /// <param name="logger">Where the number is told.</param>
    public ArchiveSweepTimer(DatasetRecords records, ForgottenArchives archives, ILogger<ArchiveSweepTimer> logger) =>
        (_records, _archives, _logger) = (records, archives, logger);

    /// <summary>Looks every hour.</summary>
    /// <param name="timer">The schedule.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(ArchiveSweepTimer))]
    public async Task RunAsync([TimerTrigger("0 37 * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken)
    {
        foreach (var name in await _records.NamesAsync(cancellationToken))
        {
            try
            {
                if (await _archives.SweepAsync(name, cancellationToken) is > 0 and var deleted)
                    _logger.LogInformation("Deleted {Count} archives that were uploaded for the dataset {Name} and not imported.", deleted, name);
            }
            catch (JsonException e)
            {
                _logger.LogError(e, "The record of the dataset {Name} cannot be read: its archives are left alone.", name);
            }
        }
    }
}
