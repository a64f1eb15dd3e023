using Azure;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.GpuRunner.Jobs;
using Microsoft.Extensions.Logging;
using LearningProgress = CloudRestore.Learning.Stages.StageProgress;

namespace CloudRestore.GpuRunner.Training;

/// <summary>Writes the newest progress of a stage to its blob, at most once a second, without ever holding the stage up.</summary>
internal sealed class ProgressWriter : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly StorageClients _storage;
    private readonly JobAttempt _attempt;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _loop;
    private LearningProgress? _unwritten;

    /// <summary>Starts writing for an attempt at a stage.</summary>
    public ProgressWriter(StorageClients storage, JobAttempt attempt, TimeProvider time, ILogger log)
    {
        (_storage, _attempt, _time, _log) = (storage, attempt, time, log);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Takes note of where the stage stands.</summary>
    public void Report(LearningProgress progress)
    {
        Volatile.Write(ref _unwritten, progress);
        if (progress.ImagesPerSecond is { } rate)
            Instruments.Rate(_attempt.Job.Kind, rate);
    }

    /// <summary>Writes what is left and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _loop;
        _ended.Dispose();
        Instruments.RateEnded(_attempt.Job.Kind);
    }

    private async Task LoopAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            await WriteAsync();
            await Task.Delay(Interval, _time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await WriteAsync();
    }

    private async Task WriteAsync()
    {
        if (_attempt.Lost.IsCancellationRequested || Interlocked.Exchange(ref _unwritten, null) is not { } progress)
            return;
        var training = _attempt.Job.Training!;
        try
        {
            await _storage.Blob(Containers.Runs, RunBlobs.Progress(training.RunId, _attempt.Job.Stage)).WriteJsonAsync(
                new StageProgress
                {
                    Stage = _attempt.Job.Stage.Name,
                    Attempt = _attempt.Number,
                    Step = progress.Step,
                    Steps = progress.Steps,
                    Loss = progress.Loss,
                    ImagesPerSecond = progress.ImagesPerSecond,
                    SecondsLeft = progress.SecondsLeft,
                    Metrics = progress.Metrics,
                    UpdatedAt = _time.GetUtcNow(),
                },
                _attempt.Lost);
        }
        catch (Exception e) when (e is RequestFailedException or OperationCanceledException or AggregateException)
        {
            _log.LogWarning("The progress of run {Run} was not written: {Reason}", training.RunId, FailureKind.Sentence(e));
        }
    }
}
