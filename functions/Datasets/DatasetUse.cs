using CloudRestore.Core.Runs;
using CloudRestore.Functions.Comparing;
using CloudRestore.Functions.Records;
using CloudRestore.Functions.Training;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Datasets;

/// <summary>Knows which training runs and comparisons need a dataset as it is.</summary>
public sealed class DatasetUse
{
    private readonly TrainingRuns _runs;
    private readonly Comparisons _comparisons;

    /// <summary>Made by the host.</summary>
    /// <param name="runs">The records of training runs.</param>
    /// <param name="comparisons">The records of comparisons.</param>
    public DatasetUse(TrainingRuns runs, Comparisons comparisons) => (_runs, _comparisons) = (runs, comparisons);

    /// <summary>Refuses while a run or comparison that is not over uses a dataset.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestRefusedException">Something uses it.</exception>
    public async Task RequireNoneAsync(string dataset, DurableTaskClient client, CancellationToken cancellationToken)
    {
        foreach (var id in await _runs.Index.IdsAsync(cancellationToken))
        {
            if (await UsesAsync(_runs.Index, run => run.Dataset, id, async () => (await _runs.ShowAsync(id, client, cancellationToken))?.Status))
                throw new RequestRefusedException(409, $"The training run '{id}' uses this dataset: wait until it has ended, or cancel it.");
        }

        foreach (var id in await _comparisons.Index.IdsAsync(cancellationToken))
        {
            if (await UsesAsync(_comparisons.Index, comparison => comparison.Dataset, id, async () => (await _comparisons.ShowAsync(id, client, cancellationToken))?.Status))
                throw new RequestRefusedException(409, $"The comparison '{id}' uses this dataset: wait until it has ended, or cancel it.");
        }

        async Task<bool> UsesAsync<T>(RecordIndex<T> index, Func<T, string> datasetOf, string id, Func<Task<RunStatus?>> status)
            where T : class
        {
            try
            {
                return await index.FindAsync(id, cancellationToken) is { } request && datasetOf(request) == dataset
                    && await status() is not (null or RunStatus.Succeeded or RunStatus.Failed or RunStatus.Cancelled);
            }
            catch (System.Text.Json.JsonException)
            {
                // A record that cannot be read is never run.
                return false;
            }
        }
    }
}
