using CloudRestore.Core.Jobs;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Configuration;
using CloudRestore.GpuRunner.Messages;
using Microsoft.Extensions.Logging;

namespace CloudRestore.GpuRunner.Jobs;

/// <summary>
/// Holds a job while it is worked on: renews message and lease at a third of their time, writes the heartbeat, and looks for a wish to
/// cancel. When storage has not answered for so long that lease or message may be another's, the job counts as lost.
/// </summary>
internal sealed class JobKeepAlive : IAsyncDisposable
{
    private readonly StorageClients _storage;
    private readonly HeldMessage _message;
    private readonly JobLease _lease;
    private readonly WorkerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _cancelled = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly BlobAddress[] _wishes;
    private readonly Task[] _loops;

    /// <summary>Starts holding.</summary>
    public JobKeepAlive(StorageClients storage, JobMessage job, HeldMessage message, JobLease lease, WorkerOptions options, TimeProvider time, ILogger log)
    {
        (_storage, _message, _lease, _options, _time, _log) = (storage, message, lease, options, time, log);
        var wish = new BlobAddress(Containers.Jobs, JobBlobs.Cancel(job.JobId));
        _wishes = job.Training is { } training ? [wish, new BlobAddress(Containers.Runs, RunBlobs.Cancel(training.RunId))] : [wish];
        _loops =
        [
            Task.Run(() => RenewAsync("lease", options.Lease, RenewLeaseAsync)),
            Task.Run(() => RenewAsync("message", options.Visibility, RenewMessageAsync)),
            Task.Run(() => EveryHeartbeatAsync(BeatAsync)),
            Task.Run(() => EveryHeartbeatAsync(LookForWishAsync)),
        ];
    }

    /// <summary>Lease or message is no longer ours.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Somebody wants the job cancelled.</summary>
    public CancellationToken Cancelled => _cancelled.Token;

    /// <summary>Looks for a wish to cancel now.</summary>
    public async Task LookForWishAsync(CancellationToken cancellationToken)
    {
        foreach (var wish in _wishes)
        {
            if (await _storage.Blob(wish).ExistsAsync(cancellationToken))
                await _cancelled.CancelAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await Task.WhenAll(_loops);
        _lost.Dispose();
        _cancelled.Dispose();
        _ended.Dispose();
    }

    private async Task RenewLeaseAsync(CancellationToken cancellationToken) => await _lease.RenewAsync(cancellationToken);

    private async Task RenewMessageAsync(CancellationToken cancellationToken)
    {
        if (!await _message.HideAsync(_options.Visibility, cancellationToken))
            throw new JobLostException("The message was taken by another runner.");
    }

    private Task BeatAsync(CancellationToken cancellationToken) =>
        _lease.UpdateAsync(state => state with { HeartbeatAt = _time.GetUtcNow() }, cancellationToken);

    private async Task RenewAsync(string what, TimeSpan duration, Func<CancellationToken, Task> renew)
    {
        var renewed = _time.GetTimestamp();
        var wait = duration / 3;
        while (await WaitAsync(wait))
        {
            // A request without an answer must neither outlast the time that is left nor keep the next from being sent.
            var asked = _time.GetTimestamp();
            using var limit = new CancellationTokenSource(Shorter(duration / 3, duration - _time.GetElapsedTime(renewed, asked)), _time);
            if (await TryAsync(renew, limit.Token))
                (renewed, wait) = (asked, duration / 3);
            else if (_time.GetElapsedTime(renewed) >= duration)
                await LoseAsync($"The {what} could not be renewed for {duration.TotalSeconds:0} seconds.");
            else
                wait = duration / 10;
        }
    }

    private async Task EveryHeartbeatAsync(Func<CancellationToken, Task> action)
    {
        while (await WaitAsync(_options.Heartbeat))
            await TryAsync(action);
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> action, CancellationToken limit = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, limit);
        try
        {
            await action(either.Token);
            return true;
        }
        catch (JobLostException e)
        {
            await LoseAsync(e.Message);
        }
        catch (Exception) when (_ended.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception e)
        {
            _log.LogWarning("Storage did not answer while job {Job} ran: {Reason}", _lease.State.JobId, FailureKind.Sentence(e));
        }

        return false;
    }

    private static TimeSpan Shorter(TimeSpan time, TimeSpan left) => left > time ? time : left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private async Task LoseAsync(string reason)
    {
        if (!_lost.IsCancellationRequested)
            _log.LogWarning("Job {Job} is given up here: {Reason}", _lease.State.JobId, reason);
        await _lost.CancelAsync();
    }

    private async Task<bool> WaitAsync(TimeSpan wait)
    {
        await Task.Delay(wait, _time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !_ended.IsCancellationRequested && !_lost.IsCancellationRequested;
    }
}
