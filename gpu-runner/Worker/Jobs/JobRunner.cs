using System.Diagnostics;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.GpuRunner.Configuration;
using CloudRestore.GpuRunner.Messages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CloudRestore.GpuRunner.Jobs;

/// <summary>
/// What becomes of one message. Whatever happens, and a kill at any moment, leaves either a result or a message that will be delivered again.
/// </summary>
internal sealed class JobRunner(
    StorageClients storage,
    IEnumerable<IJobHandler> handlers,
    JobResults results,
    FinishedMessages messages,
    IOptions<WorkerOptions> options,
    TimeProvider time,
    ILogger<JobRunner> log)
{
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromMinutes(5);

    private readonly WorkerOptions _options = options.Value;

    /// <summary>Does the job of a message, unless it is done, being done elsewhere, or not to be done.</summary>
    /// <param name="message">The message, just received.</param>
    /// <param name="stopping">The runner stops: the job is handed back.</param>
    public async Task RunAsync(HeldMessage message, CancellationToken stopping)
    {
        if (await ParseAsync(message, stopping) is not { } job)
            return;
        using var scope = log.BeginScope(WorkIds.OfJob(job));
        if (await HandleAsync(job, message, stopping) is { } visibleAfter)
            await message.HideAsync(visibleAfter, CancellationToken.None);
    }

    /// <summary>Returns when the message is to be seen again, after the lease has been released; null to leave it as it is.</summary>
    private async Task<TimeSpan?> HandleAsync(JobMessage job, HeldMessage message, CancellationToken stopping)
    {
        if (await AnnouncedAsync(job, message, stopping))
            return null;
        await using var lease = await JobLease.AcquireAsync(storage, job.JobId, _options.Lease, stopping);
        if (lease is null)
        {
            log.LogInformation("Job {Job} runs elsewhere; its message waits.", job.JobId);
            return _options.Lease / 3;
        }

        // The runner before may have finished between the first look and the lease.
        if (await AnnouncedAsync(job, message, stopping))
            return null;
        await using var keepAlive = new JobKeepAlive(storage, job, message, lease, _options, time, log);
        var outcome = AttemptOutcome.Lost;
        try
        {
            (outcome, var visibleAfter) = await Tracing.RunAsync(
                SpanNames.RunJob, WorkIds.OfJob(job), job.TraceParent, () => HeldAsync(job, message, lease, keepAlive, stopping), ActivityKind.Consumer);
            return visibleAfter;
        }
        catch (Exception e) when (keepAlive.Lost.IsCancellationRequested || e is JobLostException)
        {
            log.LogWarning("Attempt {Attempt} at job {Job} was abandoned: {Reason}", lease.State.Attempt, job.JobId, FailureKind.Sentence(e));
            return null;
        }
        finally
        {
            Instruments.AttemptEnded(job.Kind, outcome);
        }
    }

    private async Task<AttemptEnd> HeldAsync(JobMessage job, HeldMessage message, JobLease lease, JobKeepAlive keepAlive, CancellationToken stopping)
    {
        var handler = handlers.First(candidate => candidate.Handles(job.Kind));
        var attempt = new JobAttempt
        {
            Job = job,
            Number = lease.State.Attempt + 1,
            Lost = keepAlive.Lost,
            Cancelled = keepAlive.Cancelled,
            Stopping = stopping,
        };
        try
        {
            await keepAlive.LookForWishAsync(attempt.Lost);
            attempt.Cancelled.ThrowIfCancellationRequested();
            if (await BeginAsync(handler, job, lease, attempt.Lost) is { } whyNot)
            {
                await GiveUpAsync(handler, job, message, lease, whyNot, null, poison: true, attempt.Lost);
                return End(AttemptOutcome.Failed);
            }

            log.LogInformation("Job {Job}, {Kind}, attempt {Attempt}.", job.JobId, JobKindNames.NameOf(job.Kind), attempt.Number);
            var output = await handler.RunAsync(attempt);
            await lease.RenewAsync(attempt.Lost);
            await results.FinishAsync(Result(job, lease, JobOutcome.Succeeded) with { Output = output.Address, Metrics = output.Metrics }, message, attempt.Lost);
            log.LogInformation("Job {Job} is done.", job.JobId);
            return End(AttemptOutcome.Succeeded);
        }
        catch (Exception e) when (!attempt.Lost.IsCancellationRequested && e is not JobLostException)
        {
            return await EndedEarlyAsync(handler, attempt, message, lease, e);
        }
    }

    private async Task<AttemptEnd> EndedEarlyAsync(IJobHandler handler, JobAttempt attempt, HeldMessage message, JobLease lease, Exception error)
    {
        var job = attempt.Job;
        if (attempt.Cancelled.IsCancellationRequested && error is OperationCanceledException)
        {
            log.LogInformation("Job {Job} was cancelled.", job.JobId);
            await results.FinishAsync(Result(job, lease, JobOutcome.Cancelled) with { Reason = "It was cancelled." }, message, attempt.Lost);
            return End(AttemptOutcome.Cancelled);
        }

        if (attempt.Stopping.IsCancellationRequested && !FailureKind.IsPermanent(error))
        {
            log.LogInformation("Job {Job} is handed back: the runner stops.", job.JobId);
            return End(AttemptOutcome.HandedBack, TimeSpan.Zero);
        }

        Tracing.Failed(error);
        if (!FailureKind.IsPermanent(error))
            return await RecordAsync(handler, attempt, message, lease, error);
        await GiveUpAsync(handler, job, message, lease, FailureKind.Sentence(error), error, poison: false, attempt.Lost);
        return End(AttemptOutcome.Failed);
    }

    /// <summary>Begins the attempt in the state, or says why there will be none.</summary>
    private async Task<string?> BeginAsync(IJobHandler handler, JobMessage job, JobLease lease, CancellationToken cancellationToken)
    {
        if (lease.State.Failures.Count >= _options.MaxFailures)
            return TooManyFailures(lease.State);
        var step = await handler.CheckpointStepAsync(job, cancellationToken);
        var fruitless = step > lease.State.CheckpointStep ? 0 : lease.State.AttemptsWithoutProgress;
        if (fruitless >= _options.MaxAttemptsWithoutProgress)
        {
            return $"It was begun {fruitless} times without coming to a newer checkpoint or an end; " +
                "the runner ran out of memory or was taken away each time: use a machine with more memory, or a shorter Worker:CheckpointInterval.";
        }

        var now = time.GetUtcNow();
        await lease.UpdateAsync(
            state => state with
            {
                Attempt = state.Attempt + 1,
                AttemptsWithoutProgress = fruitless + 1,
                CheckpointStep = step,
                FirstStartedAt = state.FirstStartedAt ?? now,
                StartedAt = now,
                HeartbeatAt = now,
                Runner = _options.Name,
            },
            cancellationToken);
        return null;
    }

    private async Task<AttemptEnd> RecordAsync(IJobHandler handler, JobAttempt attempt, HeldMessage message, JobLease lease, Exception error)
    {
        var failure = new JobFailure(lease.State.Attempt, time.GetUtcNow(), FailureKind.Sentence(error));
        await lease.UpdateAsync(state => state with { Failures = [.. state.Failures, failure] }, attempt.Lost);
        var failures = lease.State.Failures.Count;
        log.LogError(error, "Attempt {Attempt} at job {Job} failed, failure {Failures} of {Limit}.", attempt.Number, attempt.Job.JobId, failures, _options.MaxFailures);
        if (failures >= _options.MaxFailures)
        {
            await GiveUpAsync(handler, attempt.Job, message, lease, TooManyFailures(lease.State), error, poison: true, attempt.Lost);
            return End(AttemptOutcome.Failed);
        }

        var delay = _options.RetryDelay * Math.Pow(2, failures - 1);
        return End(AttemptOutcome.Retried, delay < LongestRetryDelay ? delay : LongestRetryDelay);
    }

    private async Task GiveUpAsync(
        IJobHandler handler, JobMessage job, HeldMessage message, JobLease lease, string reason, Exception? error, bool poison, CancellationToken cancellationToken)
    {
        log.LogError("Job {Job} has failed: {Reason}", job.JobId, reason);
        await lease.RenewAsync(cancellationToken);
        await handler.FailedAsync(job, reason, error, cancellationToken);
        if (poison)
            await messages.PoisonAsync(message, cancellationToken);
        await results.FinishAsync(Result(job, lease, JobOutcome.Failed) with { Reason = reason }, message, cancellationToken);
    }

    private async Task<JobMessage?> ParseAsync(HeldMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return WireDocument.Read<JobMessage>(message.Body.ToMemory().Span);
        }
        catch (WireFormatException e)
        {
            log.LogError("A message of {Queue} goes to {Poison}: {Reason}", message.Queue, Queues.PoisonOf(message.Queue), e.Message);
            await messages.PoisonAsync(message, cancellationToken);
            await message.DeleteAsync(cancellationToken);
            return null;
        }
    }

    private async Task<bool> AnnouncedAsync(JobMessage job, HeldMessage message, CancellationToken cancellationToken)
    {
        if (await results.FindAsync(job.JobId, cancellationToken) is not { } result)
            return false;
        await results.AnnounceAsync(result, message, cancellationToken);
        return true;
    }

    private JobResult Result(JobMessage job, JobLease lease, JobOutcome outcome) => new()
    {
        JobId = job.JobId,
        Kind = job.Kind,
        Outcome = outcome,
        Attempt = lease.State.Attempt,
        StartedAt = lease.State.StartedAt ?? time.GetUtcNow(),
        FinishedAt = time.GetUtcNow(),
        TraceParent = Tracing.TraceParent(job.TraceParent),
    };

    private static AttemptEnd End(AttemptOutcome outcome, TimeSpan? visibleAfter = null)
    {
        Tracing.Outcome(outcome);
        return new(outcome, visibleAfter);
    }

    private static string TooManyFailures(JobState state) => $"It failed {state.Failures.Count} times, the last time with: {state.Failures[^1].Reason}";

    /// <summary>How an attempt ended, and when the message is to be seen again; null to leave it as it is.</summary>
    private readonly record struct AttemptEnd(AttemptOutcome Outcome, TimeSpan? VisibleAfter);
}
