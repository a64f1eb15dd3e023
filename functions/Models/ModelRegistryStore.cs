using System.Security.Cryptography;
using Azure;
using CloudRestore.Core.Models;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;

namespace CloudRestore.Functions.Models;

/// <summary>The registry of models: read it, and change it without losing what another writer changed.</summary>
/// <param name="storage">The storage account.</param>
/// <param name="time">The clock that pauses are measured by.</param>
public sealed class ModelRegistryStore(StorageClients storage, TimeProvider time) : IDisposable
{
    private const int MaxAttempts = 100;
    private const int MaxPauseMilliseconds = 500;

    // Writers of this process take turns; only those of other processes are met at the blob.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The registry; an empty one before the first model.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ModelRegistry> ReadAsync(CancellationToken cancellationToken) =>
        (await ReadWithETagAsync(cancellationToken))?.Value ?? new ModelRegistry();

    /// <summary>The registry and its ETag; null before the first model.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Versioned<ModelRegistry>?> ReadWithETagAsync(CancellationToken cancellationToken) =>
        storage.Blob(Containers.Models, ModelBlobs.Registry).ReadJsonWithETagAsync<ModelRegistry>(cancellationToken);

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
    public async Task<ModelRegistry> ChangeAsync(Func<ModelRegistry, ModelRegistry> change, CancellationToken cancellationToken) =>
        (await ChangeAsync((before, _) => Task.FromResult(change(before)), cancellationToken)).Value;

    /// <summary>Changes the registry by compare-and-swap: <paramref name="change"/> sees the newest one with its ETag and may be called again.</summary>
    /// <param name="change">Makes the new registry, or throws; the same instance, or an equal one, means that there is nothing to write.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The registry as it is now; its ETag is the default one if nothing was ever written.</returns>
    /// <exception cref="InvalidOperationException">Others changed it without pause.</exception>
    public async Task<Versioned<ModelRegistry>> ChangeAsync(
        Func<ModelRegistry, ETag?, Task<ModelRegistry>> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        var blob = storage.Blob(Containers.Models, ModelBlobs.Registry);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 1; attempt <= MaxAttempts; attempt++)
            {
                var found = await ReadWithETagAsync(cancellationToken);
                var before = found?.Value ?? new ModelRegistry();
                var after = await change(before, found?.ETag);
                if (after == before)
                    return found ?? new Versioned<ModelRegistry>(before, default);
                if (await blob.SwapJsonAsync(after, found?.ETag, cancellationToken) is { } etag)
                {
                    foreach (var promotion in after.History.Skip(before.History.Count))
                        Instruments.Promoted(promotion);
                    return new Versioned<ModelRegistry>(after, etag);
                }

                var pause = RandomNumberGenerator.GetInt32(1, Math.Min(MaxPauseMilliseconds, 10 * attempt) + 1);
                await Task.Delay(TimeSpan.FromMilliseconds(pause), time, cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }

        throw new InvalidOperationException("The registry of models was changed by others again and again; try again later.");
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
