using System.Collections.Concurrent;
using System.Diagnostics;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.Imaging.Pairs;

namespace CloudRestore.Functions.Tests.Support;

/// <summary>A runner without GPU: it takes messages and leaves the files and results that a real one would, or misbehaves as told.</summary>
public sealed class ScriptedRunner : IAsyncDisposable
{
    private static readonly Dictionary<string, double> Scores = new()
    {
        ["psnrDamaged"] = 25,
        ["psnrRestored"] = 26,
        ["ssimDamaged"] = 0.7,
        ["ssimRestored"] = 0.75,
    };

    private readonly StorageClients _storage;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, Func<JobMessage, Task>> _scripts = new();
    private readonly ConcurrentQueue<JobMessage> _taken = new();
    private readonly Task _running;

    public ScriptedRunner(StorageClients storage, TimeProvider clock)
    {
        (_storage, _clock) = (storage, clock);
        _running = Task.WhenAll(LoopAsync(Queues.GpuTrain), LoopAsync(Queues.GpuRestore));
    }

    public IEnumerable<JobMessage> TakenOf(string owner) => _taken.Where(message => message.JobId.StartsWith(owner + ".", StringComparison.Ordinal));

    /// <summary>What to do instead of succeeding, for jobs whose id begins so.</summary>
    public void Script(string jobIdPrefix, Func<JobMessage, Task> script) => _scripts[jobIdPrefix] = script;

    public Task FailAsync(JobMessage message, string reason) => FinishAsync(message, JobOutcome.Failed, null, reason);

    public Task BeatAsync(JobMessage message)
    {
        var now = _clock.GetUtcNow();
        var state = new JobState { JobId = message.JobId, Attempt = 1, StartedAt = now, FirstStartedAt = now, HeartbeatAt = now };
        return Blob(JobBlobs.State(message.JobId)).WriteJsonAsync(state, CancellationToken.None);
    }

    /// <summary>Works until somebody cancels, beating all the time.</summary>
    public async Task WorkUntilCancelledAsync(JobMessage message)
    {
        while (!await Blob(JobBlobs.Cancel(message.JobId)).ExistsAsync(_stopping.Token))
        {
            await BeatAsync(message);
            await Task.Delay(150, _stopping.Token);
        }

        await FinishAsync(message, JobOutcome.Cancelled, null, "It was cancelled.");
    }

    public async Task SucceedAsync(JobMessage message, bool tell = true, IReadOnlyDictionary<string, double>? metrics = null)
    {
        BlobAddress output;
        if (message.Training is { } training)
        {
            var folder = RunBlobs.Output(training.RunId, message.Stage, 1);
            output = new BlobAddress(Containers.Runs, folder);
            string[] files = training.ScoresOnly ? [] : message.Kind == JobKind.Evaluate
                ? ["model/generator.safetensors", "model/manifest.json", "report.html"]
                : ["generator.safetensors", "manifest.json", "metrics.csv"];
            foreach (var file in files)
                await _storage.Blob(Containers.Runs, folder + file).UploadAsync(BinaryData.FromString(Content(message, file)), overwrite: true);
            if (message.Kind == JobKind.Evaluate)
                await _storage.Blob(Containers.Runs, folder + "evaluation.json").WriteJsonAsync(await EvaluationAsync(training, metrics ?? Scores), CancellationToken.None);
        }
        else
        {
            output = message.Restoration!.Target;
            var source = await _storage.Blob(message.Restoration.Source).DownloadContentAsync();
            await _storage.Blob(output).UploadAsync(source.Value.Content, overwrite: true);
        }

        await FinishAsync(message, JobOutcome.Succeeded, output, null, tell, metrics);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ContinueWith(_ => { }, TaskScheduler.Default);
        _stopping.Dispose();
    }

    public async Task FinishAsync(
        JobMessage message, JobOutcome outcome, BlobAddress? output, string? reason, bool tell = true, IReadOnlyDictionary<string, double>? metrics = null)
    {
        var now = _clock.GetUtcNow();
        var result = new JobResult
        {
            JobId = message.JobId,
            Kind = message.Kind,
            Outcome = outcome,
            Attempt = 1,
            Output = output,
            Reason = reason,
            StartedAt = now,
            FinishedAt = now,
            Metrics = metrics ?? Scores,
            TraceParent = Tracing.TraceParent(message.TraceParent),
        };
        await Blob(JobBlobs.Result(message.JobId)).CreateJsonAsync(result, CancellationToken.None);
        if (tell)
            await TellAsync(message.JobId, outcome, result.TraceParent);
    }

    /// <summary>Says that a job has ended, whether it has or not.</summary>
    public async Task TellAsync(string jobId, JobOutcome outcome, string? traceParent = null) => await _storage.Queue(Queues.GpuResults).SendMessageAsync(
        BinaryData.FromBytes(WireDocument.Write(new JobFinished { JobId = jobId, Outcome = outcome, TraceParent = traceParent })));

    private async Task LoopAsync(string queue)
    {
        while (!_stopping.IsCancellationRequested)
        {
            var received = await _storage.Queue(queue).ReceiveMessagesAsync(8, cancellationToken: _stopping.Token);
            foreach (var raw in received.Value)
            {
                var message = WireDocument.Read<JobMessage>(raw.Body.ToMemory().Span);
                _taken.Enqueue(message);
                await _storage.Queue(queue).DeleteMessageAsync(raw.MessageId, raw.PopReceipt, _stopping.Token);
                var script = _scripts.FirstOrDefault(entry => message.JobId.StartsWith(entry.Key, StringComparison.Ordinal)).Value;
                _ = Task.Run(() => Tracing.RunAsync(
                    SpanNames.RunJob, WorkIds.OfJob(message), message.TraceParent, () => script is null ? SucceedAsync(message) : script(message), ActivityKind.Consumer));
            }

            if (received.Value.Length == 0)
                await Task.Delay(100, _stopping.Token);
        }
    }

    /// <summary>What the stage evaluate would find if every held-out photograph had the mean scores.</summary>
    private async Task<object> EvaluationAsync(TrainingJob training, IReadOnlyDictionary<string, double> metrics)
    {
        var scores = new Dictionary<string, object> { ["candidate"] = Score("Restored") };
        if (metrics.ContainsKey("psnrChampion"))
            scores["champion"] = Score("Champion");
        var names = new List<string>();
        await foreach (var shard in _storage.Container(training.HeldOut.Container).GetBlobsAsync(BlobTraits.None, BlobStates.None, training.HeldOut.Path + "shard-", _stopping.Token))
        {
            using var content = (await _storage.Blob(training.HeldOut.Container, shard.Name).DownloadContentAsync(_stopping.Token)).Value.Content.ToStream();
            names.AddRange(PairShardReader.Read(content).Select(pair => pair.Name));
        }

        return new { chosen = "gan", photographs = names.Select(name => new { name, scores }) };

        object Score(string of) => new
        {
            psnrDamaged = metrics.GetValueOrDefault("psnrDamaged", 25),
            psnrRestored = metrics[$"psnr{of}"],
            ssimDamaged = metrics.GetValueOrDefault("ssimDamaged", 0.7),
            ssimRestored = metrics[$"ssim{of}"],
        };
    }

    private static string Content(JobMessage message, string file) => file == "model/manifest.json"
        ? $$"""{"format": 1, "name": "{{message.Training!.Preset}}", "version": "evaluate", "scores": {"psnrRestored": 26}, "license": "MIT", "run": "", "dataset": ""}"""
        : $"{message.JobId} {file}";

    private Azure.Storage.Blobs.BlobClient Blob(string path) => _storage.Blob(Containers.Jobs, path);
}
