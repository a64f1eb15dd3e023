using CloudRestore.Core.Jobs;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.Functions.GpuJobs;
using CloudRestore.Functions.Uploads;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.Restorations;

/// <summary>What <see cref="RestorationOrchestrator"/> does outside itself.</summary>
public sealed class RestorationActivities
{
    private readonly StorageClients _storage;
    private readonly FailedUploads _failed;
    private readonly ILogger<RestorationActivities> _logger;

    /// <summary>Made by the host.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="failed">Marks uploads that could not be restored.</param>
    /// <param name="logger">Where ends are told.</param>
    public RestorationActivities(StorageClients storage, FailedUploads failed, ILogger<RestorationActivities> logger) =>
        (_storage, _failed, _logger) = (storage, failed, logger);

    /// <summary>The jobs of a share of the photographs.</summary>
    /// <param name="share">The share.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(ReadJobs))]
    public async Task<List<JobMessage>> ReadJobs([ActivityTrigger] RestorationShare share, CancellationToken cancellationToken)
    {
        var request = await ReadAsync(share.Id, cancellationToken);
        return [.. request.Photographs.Skip(share.First).Take(share.Count).Select((photograph, i) => Message(request, photograph, share.First + i))];
    }

    /// <summary>Creates the outcome, unless there is one.</summary>
    /// <param name="ending">How it ended.</param>
    /// <param name="cancellationToken">The host stops.</param>
    /// <returns>The status that stands in storage.</returns>
    [Function(nameof(WriteRestorationOutcome))]
    public async Task<RunStatus> WriteRestorationOutcome([ActivityTrigger] RestorationEnding ending, CancellationToken cancellationToken)
    {
        var request = await ReadAsync(ending.Id, cancellationToken);
        return await _logger.TraceAsync(
            SpanNames.EndRestoration, WorkIds.OfRestoration(ending.Id), request.TraceParent, () => EndAsync(request, ending, cancellationToken));
    }

    private async Task<RunStatus> EndAsync(RestorationRequest request, RestorationEnding ending, CancellationToken cancellationToken)
    {
        // The wish may be a blob alone: its event can be lost, and a restoration that is swept up never had it.
        if (!ending.Cancelled && ending.Ends.Any(end => end?.Outcome != JobOutcome.Succeeded)
            && await _storage.Blob(Containers.Jobs, JobBlobs.Cancel(ending.Id)).ExistsAsync(cancellationToken))
        {
            ending = ending with { Cancelled = true };
        }

        var photographs = request.Photographs.Select((photograph, i) => End(photograph, ending.Ends[i], ending)).ToList();
        var failed = photographs.Count(photograph => photograph.Status != RunStatus.Succeeded);
        var outcome = new RestorationOutcome
        {
            Id = ending.Id,
            Status = failed == 0 ? RunStatus.Succeeded : ending.Cancelled ? RunStatus.Cancelled : RunStatus.Failed,
            Photographs = photographs,
            Reason = failed == 0 ? null
                : ending.Cancelled ? "The restoration was cancelled."
                : ending.Reason ?? (photographs.Count == 1 ? photographs[0].Reason : $"{failed} of {photographs.Count} photographs were not restored; each says why."),
            FinishedAt = ending.FinishedAt,
        };
        await MarkAsync(request, photographs, cancellationToken);
        return await _storage.CreateOutcomeAsync(outcome, request.UploadedAt, _logger, cancellationToken);
    }

    // An upload has failed if its own restoration did. One that was asked for may fail where a copy exists, but if it succeeds there is one.
    private async Task MarkAsync(RestorationRequest request, List<PhotographOutcome> outcomes, CancellationToken cancellationToken)
    {
        var ended = request.Photographs.Zip(outcomes, (photograph, outcome) => (Photograph: photograph, outcome.Status)).ToList();
        if (request.UploadedAt is null)
            await _failed.ClearAsync(ended.Where(end => end.Status == RunStatus.Succeeded).Select(end => end.Photograph.Source), cancellationToken);
        else if (ended is [(var upload, RunStatus.Failed)])
            await _failed.MarkAsync(upload.Source, upload.SourceETag, cancellationToken);
    }

    /// <summary>The id of a photograph's job.</summary>
    internal static string JobOf(string restoration, int index) => FormattableString.Invariant($"{restoration}.{index}");

    /// <summary>A photograph's job.</summary>
    internal static JobMessage Message(RestorationRequest request, RequestedPhotograph photograph, int index) => new()
    {
        JobId = JobOf(request.Id, index),
        Kind = JobKind.Restore,
        TraceParent = request.TraceParent,
        Restoration = new RestorationJob
        {
            Source = photograph.Source,
            SourceETag = photograph.SourceETag,
            Target = photograph.Target,
            Model = request.Model,
            Size = request.Size,
        },
    };

    private static PhotographOutcome End(RequestedPhotograph photograph, GpuJobEnd? end, RestorationEnding ending) => end switch
    {
        { Outcome: JobOutcome.Succeeded } => new(photograph.Name, RunStatus.Succeeded, end.Output ?? photograph.Target),
        { Outcome: JobOutcome.Failed } => new(photograph.Name, RunStatus.Failed, null, end.Reason ?? "The runner gave no reason; see its log."),
        null when !ending.Cancelled => new(photograph.Name, RunStatus.Failed, null, ending.Reason ?? "It was not begun."),
        _ => new(photograph.Name, RunStatus.Cancelled, null, "It was cancelled."),
    };

    private async Task<RestorationRequest> ReadAsync(string id, CancellationToken cancellationToken) =>
        (await _storage.Blob(Containers.Jobs, JobBlobs.Request(id)).ReadJsonAsync<RestorationRequest>(cancellationToken))!;
}
