using CloudRestore.Core.Models;
using CloudRestore.Core.Storage;

namespace CloudRestore.Functions.Models;

/// <summary>The registry of models: read it, and change it without losing what another writer changed.</summary>
/// <param name="storage">The storage account.</param>
public sealed class ModelRegistryStore(StorageClients storage)
{
    private const int MaxAttempts = 20;

    /// <summary>The registry; an empty one before the first model.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ModelRegistry> ReadAsync(CancellationToken cancellationToken) =>
        await storage.Blob(Containers.Models, ModelBlobs.Registry).ReadJsonAsync<ModelRegistry>(cancellationToken) ?? new ModelRegistry();

    /// <summary>Whether all of a model's files are there.</summary>
    /// <param name="version">The model's version.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> HasModelAsync(string version, CancellationToken cancellationToken) =>
        await storage.Blob(Containers.Models, ModelBlobs.Manifest(version)).ExistsAsync(cancellationToken);

    /// <summary>Changes the registry by compare-and-swap: <paramref name="change"/> sees the newest one and may be called again.</summary>
    /// <param name="change">Makes the new registry; the same instance, or an equal one, means that there is nothing to write.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The registry as it is now.</returns>
    /// <exception cref="InvalidOperationException">Others changed it without pause.</exception>
    public async Task<ModelRegistry> ChangeAsync(Func<ModelRegistry, ModelRegistry> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        var blob = storage.Blob(Containers.Models, ModelBlobs.Registry);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var found = await blob.ReadJsonWithETagAsync<ModelRegistry>(cancellationToken);
            var before = found?.Value ?? new ModelRegistry();
            var after = change(before);
            if (after == before || await blob.ReplaceJsonAsync(after, found?.ETag, cancellationToken))
                return after;
        }

        throw new InvalidOperationException("The registry of models was changed by others again and again; try again later.");
    }
}
