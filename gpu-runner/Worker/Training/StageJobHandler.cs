using CloudRestore.Core.Jobs;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.GpuRunner.Checkpoints;
using CloudRestore.GpuRunner.Configuration;
using CloudRestore.GpuRunner.Jobs;
using CloudRestore.GpuRunner.Transfer;
using CloudRestore.Learning.Presets;
using CloudRestore.Learning.Stages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CloudRestore.GpuRunner.Training;

/// <summary>Runs a stage of training: brings its inputs to the disk, its checkpoints and outputs to Blob Storage.</summary>
internal sealed class StageJobHandler(
    StorageClients storage,
    Func<string, IStage> stages,
    ScratchSpace scratch,
    TorchDevice device,
    IOptions<WorkerOptions> options,
    TimeProvider time,
    ILogger<StageJobHandler> log) : IJobHandler
{
    // Of the 25 seconds that a stopping process has: enough for a step and its checkpoint, and the rest for releasing the job.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(12);

    private readonly BlobFolders _folders = new(storage);

    /// <inheritdoc/>
    public bool Handles(JobKind kind) => kind != JobKind.Restore;

    /// <inheritdoc/>
    public Task<long> CheckpointStepAsync(JobMessage job, CancellationToken cancellationToken) => Checkpoints(job, attempt: 0).StepAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<JobOutput> RunAsync(JobAttempt attempt)
    {
        var training = attempt.Job.Training!;
        var preset = PresetCatalog.Load(training.Preset, training.Overrides);
        if (training.Recipe is { } recipe)
            preset = preset.WithDamage(recipe);
        var stage = stages(JobKindNames.NameOf(attempt.Job.Kind));
        var folder = scratch.NewFolder(stage.Name);
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var stopping = attempt.Stopping.Register(() => patience.CancelAfter(StopPatience));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(attempt.Cancelled, attempt.Lost, patience.Token);
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(attempt.Stopping, attempt.Lost, attempt.Cancelled);
        try
        {
            var checkpoints = Checkpoints(attempt.Job, attempt.Number);
            var (pairs, heldOut, inputs) = await Tracing.RunAsync(
                SpanNames.DownloadInputs, WorkIds.None, parent: null, () => DownloadAsync(training, folder, interrupted.Token));
            await using var progress = new ProgressWriter(storage, attempt, time, log);
            var output = Directory.CreateDirectory(Path.Combine(folder, "output")).FullName;
            var context = new StageContext
            {
                Preset = preset,
                ScoresOnly = training.ScoresOnly,
                Seed = CycleSeed.Of(training.Seed, training.Cycle),
                Device = device.Name,
                PairsFolder = pairs,
                HeldOutFolder = heldOut,
                Inputs = inputs,
                OutputFolder = output,
                CheckpointFolder = Directory.CreateDirectory(Path.Combine(folder, "checkpoint")).FullName,
                ResumeFolder = await checkpoints.ResumeAsync(folder, interrupted.Token),
                Report = progress.Report,
                Save = checkpoint => checkpoints.SaveAsync(checkpoint.Folder, checkpoint.Step, attempt.Lost).GetAwaiter().GetResult(),
                CheckpointInterval = options.Value.CheckpointInterval,
                Time = time,
                Suspend = attempt.Stopping,
            };
            var result = await Tracing.RunAsync(SpanNames.ComputeStage, WorkIds.None, parent: null, () => StageThread.RunAsync(stage, context, ended.Token));

            var target = new BlobAddress(Containers.Runs, RunBlobs.Output(training.RunId, attempt.Job.Stage, attempt.Number));
            await Tracing.RunAsync(SpanNames.UploadOutputs, WorkIds.None, parent: null, () => _folders.UploadAsync(output, target, attempt.Lost));
            return new JobOutput(target, result.Metrics);
        }
        finally
        {
            ScratchSpace.Delete(folder);
        }
    }

    /// <inheritdoc/>
    public Task FailedAsync(JobMessage job, string reason, Exception? error, CancellationToken cancellationToken) => Task.CompletedTask;

    private CheckpointStore Checkpoints(JobMessage job, int attempt) => new(storage, job.Training!.RunId, job.Stage, attempt, log);

    private async Task<(string Pairs, string HeldOut, Dictionary<string, string> Inputs)> DownloadAsync(
        TrainingJob training, string folder, CancellationToken cancellationToken)
    {
        var pairs = await _folders.DownloadAsync(training.Pairs, "training pairs", Path.Combine(folder, "pairs"), cancellationToken);
        var heldOut = await _folders.DownloadAsync(training.HeldOut, "held-out pairs", Path.Combine(folder, "held-out"), cancellationToken);
        var inputs = new Dictionary<string, string>();
        foreach (var (role, address) in training.Inputs)
            inputs[role] = await _folders.DownloadAsync(address, $"input '{role}'", Path.Combine(folder, $"input-{inputs.Count}"), cancellationToken);
        return (pairs, heldOut, inputs);
    }
}
