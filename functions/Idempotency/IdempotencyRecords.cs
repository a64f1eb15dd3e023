using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Storage;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Idempotency;

/// <summary>What an idempotency key was first used for.</summary>
/// <param name="Fingerprint">Hash of the request.</param>
/// <param name="RequestId">The request's id, from which everything is named that it makes.</param>
/// <param name="At">When.</param>
public sealed record IdempotencyClaim(string Fingerprint, string RequestId, DateTimeOffset At);

/// <summary>An answer that is given again.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Location">The header, or null.</param>
/// <param name="ETag">The header, or null.</param>
/// <param name="Body">The body.</param>
public sealed record KeptAnswer(int Status, string? Location, string? ETag, JsonElement Body);

/// <summary>Keys and answers in storage. Whoever writes first has said it.</summary>
/// <param name="storage">The storage account.</param>
/// <param name="options">How long they are kept.</param>
/// <param name="time">The clock.</param>
public sealed class IdempotencyRecords(StorageClients storage, IOptions<IdempotencyOptions> options, TimeProvider time)
{
    /// <summary>Claims a key, or finds it claimed.</summary>
    /// <param name="keyHash">Hash of the key.</param>
    /// <param name="fingerprint">Hash of the request.</param>
    /// <param name="requestId">The request's id, if the key is new.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The claim that stands.</returns>
    public async Task<IdempotencyClaim> ClaimAsync(string keyHash, string fingerprint, string requestId, CancellationToken cancellationToken)
    {
        var blob = storage.Blob(Containers.Jobs, IdempotencyBlobs.Claim(keyHash));
        var claim = new IdempotencyClaim(fingerprint, requestId, time.GetUtcNow());
        while (true)
        {
            if (await blob.CreateJsonAsync(claim, cancellationToken))
                return claim;
            // It may be swept just now.
            if (await blob.ReadJsonAsync<IdempotencyClaim>(cancellationToken) is { } standing)
                return standing;
        }
    }

    /// <summary>The answer that was given, or null.</summary>
    /// <param name="keyHash">Hash of the key.</param>
    /// <param name="requestId">The request's id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<KeptAnswer?> FindAnswerAsync(string keyHash, string requestId, CancellationToken cancellationToken) =>
        Answer(keyHash, requestId).ReadJsonAsync<KeptAnswer>(cancellationToken);

    /// <summary>Keeps an answer, unless another one is kept.</summary>
    /// <param name="keyHash">Hash of the key.</param>
    /// <param name="requestId">The request's id.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer that stands.</returns>
    public async Task<KeptAnswer> KeepAsync(string keyHash, string requestId, KeptAnswer answer, CancellationToken cancellationToken) =>
        await Answer(keyHash, requestId).CreateJsonAsync(answer, cancellationToken)
            ? answer
            : await FindAnswerAsync(keyHash, requestId, cancellationToken) ?? answer;

    /// <summary>Deletes what is older than the time that it is kept for.</summary>
    /// <param name="cancellationToken">The host stops.</param>
    /// <returns>How many blobs were deleted.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var limit = time.GetUtcNow() - options.Value.Retention;
        var deleted = 0;
        var kept = storage.Container(Containers.Jobs).GetBlobsAsync(BlobTraits.None, BlobStates.None, IdempotencyBlobs.Folder, cancellationToken);
        await foreach (var blob in kept)
        {
            if (blob.Properties.LastModified < limit && await DeleteAsync(blob, cancellationToken))
                deleted++;
        }

        return deleted;
    }

    private BlobClient Answer(string keyHash, string requestId) => storage.Blob(Containers.Jobs, IdempotencyBlobs.Answer(keyHash, requestId));

    private async Task<bool> DeleteAsync(BlobItem blob, CancellationToken cancellationToken)
    {
        try
        {
            var asListed = new BlobRequestConditions { IfMatch = blob.Properties.ETag };
            return await storage.Blob(Containers.Jobs, blob.Name).DeleteIfExistsAsync(DeleteSnapshotsOption.None, asListed, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            // Another sweep deleted it, and its key was claimed anew.
            return false;
        }
    }
}
