using System.Text.Json;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Training;

namespace CloudRestore.Functions.Promoting;

/// <summary>Finds out on which photographs a model was trained: from the run of its version, from that of its parent, and so on.</summary>
/// <param name="storage">The storage account.</param>
/// <param name="runs">The runs.</param>
public sealed class TrainingSets(StorageClients storage, TrainingRuns runs)
{
    private const int MaxGenerations = 100;

    /// <summary>The photographs of a model and its forebears.</summary>
    /// <param name="version">The model's version.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<TrainingSet> OfAsync(string version, CancellationToken cancellationToken)
    {
        var set = new TrainingSet(new HashSet<string>());
        string? model = version;
        for (var generation = 0; model is not null; generation++)
        {
            if (generation == MaxGenerations)
                return TrainingSet.Unknown;
            var request = await runs.Index.FindAsync(model, cancellationToken);
            var manifest = request is null ? null : await storage.Blob(Containers.Runs, RunBlobs.Manifest(model)).ReadJsonAsync<DatasetManifest>(cancellationToken);
            if (manifest is null)
                return set.With(await OfCardAsync(model, cancellationToken));
            set = set.With(new TrainingSet(manifest.Photographs
                .Where(photograph => photograph.Split == DatasetPhotograph.Train)
                .Select(photograph => photograph.Sha256)
                .ToHashSet(StringComparer.Ordinal)));
            model = request!.Parent;
        }

        return set;
    }

    private async Task<TrainingSet> OfCardAsync(string version, CancellationToken cancellationToken)
    {
        try
        {
            var card = await storage.Blob(Containers.Models, ModelBlobs.Manifest(version)).ReadJsonAsync<CardSplit>(cancellationToken);
            return card?.HeldOut == HeldOutSplit.LowestTenth ? TrainingSet.SparesTheTenth : TrainingSet.Unknown;
        }
        catch (JsonException)
        {
            return TrainingSet.Unknown;
        }
    }

    private sealed record CardSplit(string? HeldOut = null);
}
