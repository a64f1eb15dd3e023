using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.Restorations;

/// <summary>The outcomes of restorations: each is created once, and whoever comes later takes what stands there.</summary>
internal static class RestorationOutcomes
{
    /// <summary>Creates an outcome unless there is one, and counts and tells the one that it creates.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="outcome">The outcome.</param>
    /// <param name="uploadedAt">When its photograph was uploaded, if a trigger took it.</param>
    /// <param name="logger">Where ends are told.</param>
    /// <param name="cancellationToken">The host stops.</param>
    /// <returns>The status that stands in storage.</returns>
    public static async Task<RunStatus> CreateOutcomeAsync(
        this StorageClients storage, RestorationOutcome outcome, DateTimeOffset? uploadedAt, ILogger logger, CancellationToken cancellationToken)
    {
        var blob = storage.Blob(Containers.Jobs, JobBlobs.Outcome(outcome.Id));
        var status = outcome.Status;
        if (await blob.CreateJsonAsync(outcome, cancellationToken))
        {
            Instruments.RestorationEnded(status, status == RunStatus.Succeeded ? outcome.FinishedAt - uploadedAt : null);
            logger.LogInformation("The restoration {Restoration} has ended: {Status}.", outcome.Id, status);
        }
        else
        {
            status = (await blob.ReadJsonAsync<RestorationOutcome>(cancellationToken))!.Status;
        }

        Tracing.Outcome(status);
        return status;
    }
}
