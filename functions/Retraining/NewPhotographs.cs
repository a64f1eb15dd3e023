using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Datasets;
using CloudRestore.Functions.Models;

namespace CloudRestore.Functions.Retraining;

/// <summary>Counts the originals of a dataset that the champion's training had not seen. Told by content, so neither a copy nor a new name is new.</summary>
/// <param name="storage">The storage account.</param>
/// <param name="registry">The registry of models.</param>
public sealed class NewPhotographs(StorageClients storage, ModelRegistryStore registry)
{
    /// <summary>Counts them. A champion that was not trained here has seen none of them.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many, and the champion's version, or null.</returns>
    public async Task<(int Count, string? Champion)> CountAsync(string dataset, CancellationToken cancellationToken)
    {
        var champion = (await registry.ReadAsync(cancellationToken)).Champion;
        var manifest = champion is null
            ? null
            : await storage.Blob(Containers.Runs, RunBlobs.Manifest(champion)).ReadJsonAsync<DatasetManifest>(cancellationToken);
        var contents = await DatasetContents.ReadAsync(storage, dataset, cancellationToken);
        var hashes = (manifest?.Photographs ?? []).Select(photograph => photograph.Sha256).ToHashSet(StringComparer.Ordinal);
        // What nobody has inspected is told by its name.
        var names = manifest?.Dataset == dataset
            ? manifest.Photographs.Select(photograph => photograph.Name).Concat(manifest.Rejected.Select(file => file.Name)).ToHashSet(StringComparer.Ordinal)
            : [];
        var inspected = contents.Photographs.Select(photograph => photograph.Sha256).OfType<string>().Distinct(StringComparer.Ordinal);
        var others = contents.Photographs.Where(photograph => photograph.Sha256 is null);
        return (inspected.Count(hash => !hashes.Contains(hash)) + others.Count(photograph => !names.Contains(photograph.Name)), champion);
    }
}
