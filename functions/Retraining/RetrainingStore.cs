using CloudRestore.Core.Storage;

namespace CloudRestore.Functions.Retraining;

/// <summary>Keeps the state of the schedule in storage.</summary>
/// <param name="storage">The storage account.</param>
public sealed class RetrainingStore(StorageClients storage)
{
    private const int MaxAttempts = 20;

    /// <summary>The state and its ETag; null before the first.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Versioned<RetrainingState>?> ReadAsync(CancellationToken cancellationToken) => Blob.ReadJsonWithETagAsync<RetrainingState>(cancellationToken);

    /// <summary>Changes the state by compare-and-swap; <paramref name="change"/> sees the newest one and may be called again.</summary>
    /// <param name="change">Makes the new state.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">Others changed it without pause.</exception>
    public async Task ChangeAsync(Func<RetrainingState, RetrainingState> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var found = await ReadAsync(cancellationToken);
            if (await Blob.ReplaceJsonAsync(change(found?.Value ?? new RetrainingState()), found?.ETag, cancellationToken))
                return;
        }

        throw new InvalidOperationException("The state of the retraining schedule is being changed without pause.");
    }

    private Azure.Storage.Blobs.BlobClient Blob => storage.Blob(Containers.Jobs, RetrainingBlobs.State);
}
