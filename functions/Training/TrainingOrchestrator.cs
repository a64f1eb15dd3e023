using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.GpuJobs;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Promoting;
using CloudRestore.Functions.Webhooks;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace CloudRestore.Functions.Training;

/// <summary>
/// One training run: freeze the dataset, damage it, train in five stages on a GPU, register the model, judge it, ask a person if the run says so, promote it. The instance id is the
/// run's id. Whatever happens, the run ends with an outcome in storage.
/// </summary>
public static class TrainingOrchestrator
{
    private const int ShardsAtOnce = 32;

    /// <summary>Runs it all.</summary>
    /// <param name="context">The orchestration; its input is a <see cref="TrainingStart"/>.</param>
    /// <returns>How the run ended.</returns>
    [Function(nameof(TrainingOrchestrator))]
    public static async Task<RunStatus> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var start = context.GetInput<TrainingStart>()!;
        var stages = new StageLog(context, start);
        var cancel = context.WaitForExternalEvent<string>(EventNames.Cancel);
        var ending = new TrainingEnding { Request = start.Request };
        try
        {
            ending = await TrainAsync(context, start, stages, cancel);
        }
        catch (RunCancelledException)
        {
            ending = ending with { Status = RunStatus.Cancelled, Reason = "The run was cancelled." };
        }
        catch (Exception e) when (e is TaskFailedException or PermanentFailureException)
        {
            ending = ending with { Status = RunStatus.Failed, Reason = Failures.ReasonOf(e) };
        }

        stages.End(ending.Status);
        ending = ending with { Generation = start.Generation, Stages = stages.Stages, FinishedAt = new DateTimeOffset(context.CurrentUtcDateTime) };
        var status = await context.CallActivityAsync<RunStatus>(nameof(OutcomeActivities.WriteTrainingOutcome), ending, Failures.Retry);
        context.WakeWebhook(start.Webhook);
        return status;
    }

    private static async Task<TrainingEnding> TrainAsync(TaskOrchestrationContext context, TrainingStart start, StageLog stages, Task cancel)
    {
        var request = start.Request;
        stages.Begin("dataset");
        var manifest = await FreezeAsync(context, request, cancel);

        stages.Begin("crappify");
        await CrappifyAsync(context, request, manifest, cancel);

        var outputs = new Dictionary<RunStage, BlobAddress>();
        string? champion = null;
        foreach (var stage in RunStage.Of(request.Cycles))
        {
            stages.Begin(stage.Name);
            if (stage.Kind == JobKind.Evaluate)
                champion = await context.CallActivityAsync<string?>(nameof(RegistrationActivities.ReadChampion), request.Id, Failures.Retry);
            var message = Message(request, stage, manifest, StageInputs.Of(stage, outputs, request, champion));
            outputs[stage] = await RunStageAsync(context, new GpuJob { Message = message, Options = start.Jobs }, cancel);
        }

        ThrowIfCancelled(cancel);
        stages.Begin("register");
        var evaluated = new EvaluatedModel(request, outputs[new(JobKind.Evaluate)], champion);
        await context.CallActivityAsync(nameof(RegistrationActivities.RegisterModel), evaluated, Failures.Retry);
        var decision = await context.DecidePromotionAsync(start, evaluated, stages, cancel);
        return new TrainingEnding
        {
            Request = request,
            Status = decision is null ? RunStatus.Cancelled : RunStatus.Succeeded,
            Model = request.Id,
            Promotion = decision,
            Reason = decision is null ? "The run was cancelled; its model is registered." : null,
        };
    }

    private static async Task<ManifestSummary> FreezeAsync(TaskOrchestrationContext context, TrainingRequest request, Task cancel)
    {
        var shares = await context.CallActivityAsync<int>(nameof(DatasetActivities.ListPhotographs), request, Failures.Retry);
        foreach (var batch in Enumerable.Range(0, shares).Chunk(ShardsAtOnce))
        {
            ThrowIfCancelled(cancel);
            await Task.WhenAll(batch.Select(share => context.CallActivityAsync(
                nameof(DatasetActivities.InspectPhotographs), new DatasetShare(request.Dataset, request.Id, share, request.TraceParent), Failures.Retry)));
        }

        var manifest = await context.CallActivityAsync<ManifestSummary>(nameof(DatasetActivities.WriteManifest), request, Failures.Retry);
        return manifest.Problem is { } problem ? throw new PermanentFailureException(problem) : manifest;
    }

    private static async Task CrappifyAsync(TaskOrchestrationContext context, TrainingRequest request, ManifestSummary manifest, Task cancel)
    {
        var orders = Orders(DatasetPhotograph.Train, manifest.Train).Concat(Orders(DatasetPhotograph.HeldOut, manifest.HeldOut));
        foreach (var batch in orders.Chunk(ShardsAtOnce))
        {
            ThrowIfCancelled(cancel);
            await Task.WhenAll(batch.Select(order => context.CallActivityAsync(nameof(CrappifyActivities.CrappifyShard), order, Failures.Retry)));
        }

        ThrowIfCancelled(cancel);

        IEnumerable<ShardOrder> Orders(string split, int photographs) =>
            Enumerable.Range(0, ShardOrder.CountFor(photographs)).Select(index => new ShardOrder(request, manifest.Pairs, split, index));
    }

    private static async Task<BlobAddress> RunStageAsync(TaskOrchestrationContext context, GpuJob job, Task cancel)
    {
        ThrowIfCancelled(cancel);
        var jobId = job.Message.JobId;
        var options = new SubOrchestrationOptions(instanceId: jobId);
        var running = context.CallSubOrchestratorAsync<GpuJobEnd>(nameof(GpuJobOrchestrator), job, options);
        if (await Task.WhenAny(running, cancel) == cancel)
            context.SendEvent(jobId, EventNames.Cancel, "the run was cancelled");
        var end = await running;
        return end.Outcome switch
        {
            JobOutcome.Succeeded => end.Output!,
            JobOutcome.Cancelled => throw new RunCancelledException(),
            _ => throw new PermanentFailureException($"The stage {job.Message.Stage.Name} failed: {end.Reason ?? "the runner gave no reason; see its log."}"),
        };
    }

    private static JobMessage Message(TrainingRequest request, RunStage stage, ManifestSummary manifest, Dictionary<string, BlobAddress> inputs) => new()
    {
        JobId = $"{request.Id}.{stage.Name}",
        Kind = stage.Kind,
        TraceParent = request.TraceParent,
        Training = new TrainingJob
        {
            RunId = request.Id,
            Preset = request.Preset,
            Overrides = request.Overrides,
            Recipe = request.Recipe,
            Seed = request.Seed,
            Cycle = stage.Cycle,
            Dataset = request.Dataset,
            Pairs = new BlobAddress(Containers.Datasets, DatasetBlobs.Pairs(request.Dataset, manifest.Pairs, DatasetPhotograph.Train)),
            HeldOut = new BlobAddress(Containers.Datasets, DatasetBlobs.Pairs(request.Dataset, manifest.Pairs, DatasetPhotograph.HeldOut)),
            Inputs = inputs,
        },
    };

    private static void ThrowIfCancelled(Task cancel)
    {
        if (cancel.IsCompleted)
            throw new RunCancelledException();
    }

    private sealed class RunCancelledException : Exception;
}
