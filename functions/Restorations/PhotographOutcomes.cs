using CloudRestore.Core.Jobs;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;

namespace CloudRestore.Functions.Restorations;

/// <summary>How single photographs of restorations ended, a chunk at a time. A request without a list is one chunk.</summary>
/// <param name="storage">The storage account.</param>
/// <param name="lists">Which photographs there are.</param>
public sealed class PhotographOutcomes(StorageClients storage, PhotographLists lists)
{
    private const int ReadsAtOnce = 16;

    /// <summary>The outcomes of a chunk that was written down, or what is known so far.</summary>
    /// <param name="request">The record.</param>
    /// <param name="chunk">The chunk, from 0.</param>
    /// <param name="isBegun">Whether it was begun; else no results are looked for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<PhotographOutcome>> OfAsync(RestorationRequest request, int chunk, bool isBegun, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await FindAsync(request, chunk, cancellationToken) is { } ended)
            return ended;
        var photographs = await lists.ReadAsync(request, chunk, cancellationToken);
        return isBegun
            ? await OfResultsAsync(request, chunk, photographs, cancellationToken)
            : [.. photographs.Select(photograph => new PhotographOutcome(photograph.Name, RunStatus.Pending))];
    }

    /// <summary>Writes down how a chunk ended, unless that is done.</summary>
    /// <param name="request">The record, which has a list.</param>
    /// <param name="closing">How it ended.</param>
    /// <param name="cancelled">Whether somebody asked for the end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The outcomes that stand in storage.</returns>
    public async Task<IReadOnlyList<PhotographOutcome>> CloseAsync(RestorationRequest request, ChunkClosing closing, bool cancelled, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(closing);
        var soFar = await OfAsync(request, closing.Chunk, closing.Begun, cancellationToken);
        PhotographOutcome[] ended = [.. soFar.Select(photograph => photograph.Status != RunStatus.Pending ? photograph
            : cancelled ? photograph with { Status = RunStatus.Cancelled, Reason = "It was cancelled." }
            : photograph with { Status = RunStatus.Failed, Reason = closing.Reason ?? "It was not begun." })];
        return await Blob(request.Id, closing.Chunk).CreateJsonAsync(new ChunkOutcome(ended), cancellationToken)
            ? ended
            : (await FindAsync(request, closing.Chunk, cancellationToken))!;
    }

    private async Task<IReadOnlyList<PhotographOutcome>?> FindAsync(RestorationRequest request, int chunk, CancellationToken cancellationToken) =>
        request.List is null
            ? (await storage.Blob(Containers.Jobs, JobBlobs.Outcome(request.Id)).ReadJsonAsync<RestorationOutcome>(cancellationToken))?.Photographs
            : (await Blob(request.Id, chunk).ReadJsonAsync<ChunkOutcome>(cancellationToken))?.Photographs;

    private async Task<PhotographOutcome[]> OfResultsAsync(
        RestorationRequest request, int chunk, IReadOnlyList<RequestedPhotograph> photographs, CancellationToken cancellationToken)
    {
        var first = chunk * (request.List?.ChunkSize ?? 0);
        var outcomes = new PhotographOutcome[photographs.Count];
        var reading = new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, outcomes.Length), reading, async (i, token) =>
        {
            var result = await storage.Blob(Containers.Jobs, JobBlobs.Result(RestorationActivities.JobOf(request.Id, first + i))).ReadJsonAsync<JobResult>(token);
            var status = result?.Outcome switch
            {
                JobOutcome.Succeeded => RunStatus.Succeeded,
                JobOutcome.Failed => RunStatus.Failed,
                JobOutcome.Cancelled => RunStatus.Cancelled,
                _ => RunStatus.Pending,
            };
            outcomes[i] = new PhotographOutcome(photographs[i].Name, status, result?.Output, result?.Reason);
        });
        return outcomes;
    }

    private Azure.Storage.Blobs.BlobClient Blob(string restoration, int chunk) => storage.Blob(Containers.Jobs, JobBlobs.ChunkOutcome(restoration, chunk));
}
