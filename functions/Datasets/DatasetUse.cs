using CloudRestore.Core.Runs;
using CloudRestore.Functions.Records;
using CloudRestore.Functions.Training;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Datasets;

/// <summary>Knows which training runs need a dataset as it is.</summary>
public sealed class DatasetUse
{
    private readonly TrainingRuns _runs;

    /// <summary>Made by the host.</summary>
    /// <param name="runs">The records of training runs.</param>
    public DatasetUse(TrainingRuns runs) => _runs = runs;

    /// <summary>Refuses while a run that is not over uses a dataset.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestRefusedException">A run uses it.</exception>
    public async Task RequireNoneAsync(string dataset, DurableTaskClient client, CancellationToken cancellationToken)
    {
        foreach (var id in await _runs.Index.IdsAsync(cancellationToken))
        {
            if (await UsesAsync(id, dataset, client, cancellationToken))
                throw new RequestRefusedException(409, $"The training run '{id}' uses this dataset: wait until it has ended, or cancel it.");
        }
    }

    private async Task<bool> UsesAsync(string run, string dataset, DurableTaskClient client, CancellationToken cancellationToken)
    {
        try
        {
            return (await _runs.Index.FindAsync(run, cancellationToken))?.Dataset == dataset
                && await _runs.ShowAsync(run, client, cancellationToken) is { Status: not (RunStatus.Succeeded or RunStatus.Failed or RunStatus.Cancelled) };
        }
        catch (System.Text.Json.JsonException)
        {
            // A record that cannot be read is never run.
            return false;
        }
    }
}
