using System.Diagnostics;
using Azure;
using Azure.Storage.Blobs;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.Functions.Restorations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.GpuJobs;

/// <summary>The wish to end a job without its runner.</summary>
/// <param name="Message">The job.</param>
/// <param name="Cancelled">Whether it was cancelled; else it failed.</param>
/// <param name="Reason">One sentence for a person.</param>
/// <param name="At">When, UTC.</param>
public sealed record JobClosing(JobMessage Message, bool Cancelled, string Reason, DateTime At);

/// <summary>What <see cref="GpuJobOrchestrator"/> does outside itself. Each may run twice.</summary>
public sealed class GpuJobActivities
{
    private static readonly TimeSpan NeverExpires = TimeSpan.FromSeconds(-1);

    private readonly StorageClients _storage;
    private readonly ErrorDocuments _errors;
    private readonly ILogger<GpuJobActivities> _logger;

    /// <summary>Made by the host.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="errors">Where photographs that were not restored are named.</param>
    /// <param name="logger">Where jobs are told.</param>
    public GpuJobActivities(StorageClients storage, ErrorDocuments errors, ILogger<GpuJobActivities> logger) =>
        (_storage, _errors, _logger) = (storage, errors, logger);

    /// <summary>Puts the message into the queue of its kind; does nothing if the job has ended.</summary>
    /// <param name="message">The job.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(EnqueueJob))]
    public Task EnqueueJob([ActivityTrigger] JobMessage message, CancellationToken cancellationToken) => _logger.TraceAsync(
        SpanNames.EnqueueJob, WorkIds.OfJob(message), message.TraceParent, () => EnqueueAsync(message, cancellationToken), ActivityKind.Producer);

    /// <summary>Reads result, heartbeat and wishes to cancel.</summary>
    /// <param name="message">The job.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(CheckJob))]
    public async Task<GpuJobLook> CheckJob([ActivityTrigger] JobMessage message, CancellationToken cancellationToken)
    {
        using var scope = _logger.BeginScope(WorkIds.OfJob(message));
        if (await ReadAsync<JobResult>(Result(message.JobId), cancellationToken) is { } result)
            return new GpuJobLook(End(result), null, false);
        var state = await ReadAsync<JobState>(_storage.Blob(Containers.Jobs, JobBlobs.State(message.JobId)), cancellationToken);
        return new GpuJobLook(null, state?.HeartbeatAt ?? state?.StartedAt, await CancelRequestedAsync(message, cancellationToken));
    }

    /// <summary>Leaves the wish to cancel where the runner looks for it.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(CancelJob))]
    public async Task CancelJob([ActivityTrigger] string jobId, CancellationToken cancellationToken) =>
        await _storage.Blob(Containers.Jobs, JobBlobs.Cancel(jobId)).CreateJsonAsync(new { }, cancellationToken);

    /// <summary>Ends a job without its runner, unless the runner was faster: whose result is there first is the truth.</summary>
    /// <param name="closing">The job and why.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(CloseJob))]
    public Task<GpuJobEnd> CloseJob([ActivityTrigger] JobClosing closing, CancellationToken cancellationToken) => _logger.TraceAsync(
        SpanNames.CloseJob, WorkIds.OfJob(closing.Message), closing.Message.TraceParent, () => CloseAsync(closing, cancellationToken));

    private static GpuJobEnd End(JobResult result) => new(result.Outcome, result.Attempt, result.Output, result.Reason);

    private async Task EnqueueAsync(JobMessage message, CancellationToken cancellationToken)
    {
        if (await Result(message.JobId).ExistsAsync(cancellationToken))
            return;
        message.Validate();
        var traced = message with { TraceParent = Tracing.TraceParent(message.TraceParent) };
        await _storage.Queue(Queues.For(message.Kind)).SendMessageAsync(
            BinaryData.FromBytes(WireDocument.Write(traced)), visibilityTimeout: null, NeverExpires, cancellationToken);
        _logger.LogInformation("Job {Job} is in the queue {Queue}.", message.JobId, Queues.For(message.Kind));
    }

    private async Task<GpuJobEnd> CloseAsync(JobClosing closing, CancellationToken cancellationToken)
    {
        var jobId = closing.Message.JobId;
        var state = await ReadAsync<JobState>(_storage.Blob(Containers.Jobs, JobBlobs.State(jobId)), cancellationToken);
        var at = new DateTimeOffset(DateTime.SpecifyKind(closing.At, DateTimeKind.Utc));
        var result = new JobResult
        {
            JobId = jobId,
            Kind = closing.Message.Kind,
            Outcome = closing.Cancelled ? JobOutcome.Cancelled : JobOutcome.Failed,
            Attempt = state?.Attempt ?? 0,
            Reason = closing.Reason,
            StartedAt = state?.StartedAt ?? at,
            FinishedAt = at,
            TraceParent = Tracing.TraceParent(closing.Message.TraceParent),
        };
        if (await Result(jobId).CreateJsonAsync(result, cancellationToken))
            Instruments.JobEnded(result);
        var standing = (await ReadAsync<JobResult>(Result(jobId), cancellationToken))!;
        var isOurs = standing.Outcome == JobOutcome.Failed && standing.FinishedAt == at && standing.Reason == closing.Reason;
        if (isOurs && closing.Message.Restoration is { } restoration)
            await _errors.WriteAsync(jobId, restoration, closing.Reason, at, cancellationToken);
        Tracing.Outcome(standing.Outcome);
        return End(standing);
    }

    private static async Task<T?> ReadAsync<T>(BlobClient blob, CancellationToken cancellationToken)
        where T : class, IWireDocument
    {
        try
        {
            var download = await blob.DownloadContentAsync(cancellationToken);
            return WireDocument.Read<T>(download.Value.Content.ToMemory().Span);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
        catch (WireFormatException) when (typeof(T) == typeof(JobState))
        {
            // A runner takes the lease on an empty blob before it writes the first state.
            return null;
        }
    }

    private async Task<bool> CancelRequestedAsync(JobMessage message, CancellationToken cancellationToken) =>
        await _storage.Blob(Containers.Jobs, JobBlobs.Cancel(message.JobId)).ExistsAsync(cancellationToken)
        || await Owner(message).ExistsAsync(cancellationToken);

    // A job's id is its run's or restoration's, a dot, and the stage or index.
    private BlobClient Owner(JobMessage message) => message.Training is { } training
        ? _storage.Blob(Containers.Runs, RunBlobs.Cancel(training.RunId))
        : _storage.Blob(Containers.Jobs, JobBlobs.Cancel(message.JobId.Split('.')[0]));

    private BlobClient Result(string jobId) => _storage.Blob(Containers.Jobs, JobBlobs.Result(jobId));
}
