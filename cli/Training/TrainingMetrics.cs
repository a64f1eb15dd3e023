using Azure;
using CloudRestore.Core.Api;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Storage;

namespace CloudRestore.Cli.Training;

/// <summary>The curves of a run.</summary>
internal static class TrainingMetrics
{
    private const string FileName = "metrics.csv";

    /// <summary>The lines of each stage's metrics.csv, for the stages that have one, in order.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="run">The run, finished.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyList<(string Stage, string[] Lines)>> ReadAsync(StorageClients storage, TrainingRun run, CancellationToken cancellationToken)
    {
        var metrics = new List<(string, string[])>();
        foreach (var stage in run.Stages)
        {
            var result = await storage.Blob(Containers.Jobs, JobBlobs.Result($"{run.Id}.{stage.Name}")).ReadJsonAsync<JobResult>(cancellationToken);
            if (result?.Output is not { } output)
                continue;
            try
            {
                var content = await storage.Blob(output.Container, output.Path + FileName).DownloadContentAsync(cancellationToken);
                metrics.Add((stage.Name, content.Value.Content.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                // This stage trains nothing.
            }
        }

        return metrics;
    }
}
