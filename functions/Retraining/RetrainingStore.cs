using CloudRestore.Core.Api;
using CloudRestore.Core.Storage;

namespace CloudRestore.Functions.Retraining;

/// <summary>Keeps in storage the state of the schedule, and what came of each attempt.</summary>
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

    /// <summary>What came of an attempt; null before it was decided on.</summary>
    /// <param name="id">The attempt.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<RetrainingAttempt?> FindAsync(string id, CancellationToken cancellationToken) => Attempt(id).ReadJsonAsync<RetrainingAttempt>(cancellationToken);

    /// <summary>Keeps what came of an attempt. One that is kept is not replaced, and displaces no later one.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is kept.</returns>
    public async Task<RetrainingAttempt> KeepAsync(RetrainingAttempt attempt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var isNew = await Attempt(attempt.Id).CreateJsonAsync(attempt, cancellationToken);
        var kept = isNew ? attempt : (await FindAsync(attempt.Id, cancellationToken))!;
        await ChangeAsync(state => !isNew && state.Last?.At > kept.At ? state : state with { Last = kept, Run = kept.Run ?? state.Run }, cancellationToken);
        return kept;
    }

    private Azure.Storage.Blobs.BlobClient Attempt(string id) => storage.Blob(Containers.Jobs, RetrainingBlobs.Attempt(id));

    private Azure.Storage.Blobs.BlobClient Blob => storage.Blob(Containers.Jobs, RetrainingBlobs.State);
}
