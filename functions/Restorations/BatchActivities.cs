using System.Text.Json;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Uploads;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.Restorations;

/// <summary>What <see cref="BatchOrchestrator"/> and <see cref="ChunkOrchestrator"/> do outside themselves.</summary>
public sealed class BatchActivities
{
    private readonly StorageClients _storage;
    private readonly PhotographLists _lists;
    private readonly PhotographOutcomes _outcomes;
    private readonly FailedUploads _failed;
    private readonly ILogger<BatchActivities> _logger;

    /// <summary>Made by the host.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="lists">Which photographs there are.</param>
    /// <param name="outcomes">How they ended.</param>
    /// <param name="failed">Uploads that could not be restored before.</param>
    /// <param name="logger">Where ends are told.</param>
    public BatchActivities(StorageClients storage, PhotographLists lists, PhotographOutcomes outcomes, FailedUploads failed, ILogger<BatchActivities> logger) =>
        (_storage, _lists, _outcomes, _failed, _logger) = (storage, lists, outcomes, failed, logger);

    /// <summary>The jobs of a share of one chunk's photographs.</summary>
    /// <param name="share">The share, which lies in one chunk.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(ReadChunkJobs))]
    public async Task<ChunkJobs> ReadChunkJobs([ActivityTrigger] RestorationShare share, CancellationToken cancellationToken)
    {
        if (await IsCancelledAsync(share.Id, cancellationToken))
            return new ChunkJobs([], CancelRequested: true);
        var request = await ReadAsync(share.Id, cancellationToken);
        var (chunk, first) = Math.DivRem(share.First, request.List!.ChunkSize);
        var photographs = await OrFailAsync(_lists.ReadAsync(request, chunk, cancellationToken));
        var messages = photographs.Skip(first).Take(share.Count).Select((photograph, i) => RestorationActivities.Message(request, photograph, share.First + i));
        return new ChunkJobs([.. messages], CancelRequested: false);
    }

    /// <summary>Writes down how a chunk's photographs ended, by what is in storage.</summary>
    /// <param name="closing">The chunk.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(CloseChunk))]
    public async Task<ChunkEnd> CloseChunk([ActivityTrigger] ChunkClosing closing, CancellationToken cancellationToken)
    {
        var request = await ReadAsync(closing.Id, cancellationToken);
        var cancelled = closing.Cancelled || await IsCancelledAsync(closing.Id, cancellationToken);
        var photographs = await OrFailAsync(_outcomes.CloseAsync(request, closing, cancelled, cancellationToken));
        var sources = (await OrFailAsync(_lists.ReadAsync(request, closing.Chunk, cancellationToken))).Select(photograph => photograph.Source);
        await _failed.ClearAsync(sources.Zip(photographs).Where(end => end.Second.Status == RunStatus.Succeeded).Select(end => end.First), cancellationToken);
        return new ChunkEnd(photographs.Count, photographs.Count(photograph => photograph.Status != RunStatus.Succeeded), cancelled);
    }

    /// <summary>Creates the outcome, unless there is one.</summary>
    /// <param name="ending">How the restoration ended; its chunks are written down.</param>
    /// <param name="cancellationToken">The host stops.</param>
    /// <returns>The status that stands in storage.</returns>
    [Function(nameof(WriteBatchOutcome))]
    public async Task<RunStatus> WriteBatchOutcome([ActivityTrigger] BatchEnding ending, CancellationToken cancellationToken)
    {
        var request = await ReadAsync(ending.Id, cancellationToken);
        return await _logger.TraceAsync(
            SpanNames.EndRestoration, WorkIds.OfRestoration(ending.Id), request.TraceParent, () => EndAsync(request, ending, cancellationToken));
    }

    private async Task<RunStatus> EndAsync(RestorationRequest request, BatchEnding ending, CancellationToken cancellationToken)
    {
        var outcome = new RestorationOutcome
        {
            Id = ending.Id,
            Status = ending.Failed == 0 ? RunStatus.Succeeded : ending.Cancelled ? RunStatus.Cancelled : RunStatus.Failed,
            Photographs = [],
            Unrestored = ending.Failed,
            Reason = ending.Failed == 0 ? null
                : ending.Cancelled ? "The restoration was cancelled."
                : $"{ending.Failed} of {request.Total} photographs were not restored{(ending.Reason is { } reason ? $": {reason}" : "; each says why.")}",
            FinishedAt = ending.FinishedAt,
        };
        return await _storage.CreateOutcomeAsync(outcome, uploadedAt: null, _logger, cancellationToken);
    }

    // Another attempt would find the same document.
    private static async Task<T> OrFailAsync<T>(Task<T> reading)
    {
        try
        {
            return await reading;
        }
        catch (JsonException e)
        {
            throw new PermanentFailureException(e.Message, e);
        }
    }

    private async Task<bool> IsCancelledAsync(string id, CancellationToken cancellationToken) =>
        await _storage.Blob(Containers.Jobs, JobBlobs.Cancel(id)).ExistsAsync(cancellationToken);

    private async Task<RestorationRequest> ReadAsync(string id, CancellationToken cancellationToken) =>
        (await _storage.Blob(Containers.Jobs, JobBlobs.Request(id)).ReadJsonAsync<RestorationRequest>(cancellationToken))!;
}
