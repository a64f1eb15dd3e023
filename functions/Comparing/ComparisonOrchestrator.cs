using CloudRestore.Core.Comparisons;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.GpuJobs;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Training;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace CloudRestore.Functions.Comparing;

/// <summary>
/// Compares models: freeze the dataset, damage its held-out photographs, evaluate each model on them on a GPU, compare the scores. Whatever
/// happens, the comparison ends with an outcome in storage.
/// </summary>
public static class ComparisonOrchestrator
{
    private const int SharesAtOnce = 32;

    /// <summary>Runs it all.</summary>
    /// <param name="context">The orchestration; its input is a <see cref="ComparisonStart"/>.</param>
    /// <returns>How the comparison ended.</returns>
    [Function(nameof(ComparisonOrchestrator))]
    public static async Task<RunStatus> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var start = context.GetInput<ComparisonStart>()!;
        var cancel = context.WaitForExternalEvent<string>(EventNames.Cancel);
        var ends = new GpuJobEnd?[start.Request.Models.Count];
        ComparisonResult? result = null;
        var (status, reason) = (RunStatus.Succeeded, (string?)null);
        context.SetCustomStatus(new ComparisonStatus(0));
        try
        {
            result = await CompareAsync(context, start, ends, cancel);
            if (result is null)
                (status, reason) = (RunStatus.Cancelled, "The comparison was cancelled.");
        }
        catch (Exception e) when (e is TaskFailedException or PermanentFailureException)
        {
            (status, reason) = (RunStatus.Failed, Failures.ReasonOf(e));
        }

        var outcome = new ComparisonOutcome
        {
            Id = start.Request.Id,
            Status = status,
            Evaluated = Evaluated(ends),
            Result = result,
            Reason = reason,
            FinishedAt = new DateTimeOffset(context.CurrentUtcDateTime),
        };
        return await context.CallActivityAsync<RunStatus>(nameof(ComparisonActivities.WriteComparisonOutcome), outcome, Failures.Retry);
    }

    /// <summary>The result; null if somebody asked for the end first.</summary>
    private static async Task<ComparisonResult?> CompareAsync(TaskOrchestrationContext context, ComparisonStart start, GpuJobEnd?[] ends, Task cancel)
    {
        var run = ComparisonNames.RunOf(start.Request);
        var shares = await context.CallActivityAsync<int>(nameof(DatasetActivities.ListPhotographs), run, Failures.Retry);
        foreach (var batch in Enumerable.Range(0, shares).Chunk(SharesAtOnce))
        {
            if (cancel.IsCompleted)
                return null;
            await Task.WhenAll(batch.Select(share => context.CallActivityAsync(
                nameof(DatasetActivities.InspectPhotographs), new DatasetShare(run.Dataset, run.Id, share, run.TraceParent), Failures.Retry)));
        }

        var manifest = await context.CallActivityAsync<ManifestSummary>(nameof(DatasetActivities.WriteManifest), run, Failures.Retry);
        if (manifest.Problem is { } problem)
            throw new PermanentFailureException(problem);
        await Task.WhenAll(Enumerable.Range(0, ShardOrder.CountFor(manifest.HeldOut)).Select(index => context.CallActivityAsync(
            nameof(CrappifyActivities.CrappifyShard), new ShardOrder(run, manifest.Pairs, DatasetPhotograph.HeldOut, index), Failures.Retry)));
        if (cancel.IsCompleted)
            return null;

        var messages = start.Request.Models.Select((_, model) => Message(start.Request, model, manifest)).ToList();
        await context.RunJobsAsync(
            messages, start.Jobs, cancel, "the comparison was cancelled", ends, () => context.SetCustomStatus(new ComparisonStatus(Evaluated(ends))));
        if (cancel.IsCompleted || ends.Any(end => end!.Outcome == JobOutcome.Cancelled))
            return null;
        if (Array.FindIndex(ends, end => end!.Outcome != JobOutcome.Succeeded) is >= 0 and var failed)
            throw new PermanentFailureException($"The evaluation of the model '{start.Request.Models[failed]}' failed: {ends[failed]!.Reason ?? "the runner gave no reason; see its log."}");
        var evaluated = new EvaluatedModels(start.Request, [.. ends.Select(end => end!.Output!)]);
        return await context.CallActivityAsync<ComparisonResult>(nameof(ComparisonActivities.CompareModels), evaluated, Failures.Retry);
    }

    private static int Evaluated(GpuJobEnd?[] ends) => ends.Count(end => end?.Outcome == JobOutcome.Succeeded);

    private static JobMessage Message(ComparisonRequest request, int model, ManifestSummary manifest)
    {
        var run = ComparisonNames.RunOf(request);
        var heldOut = new BlobAddress(Containers.Datasets, DatasetBlobs.Pairs(request.Dataset, manifest.Pairs, DatasetPhotograph.HeldOut));
        var evaluation = ComparisonNames.EvaluationOf(request.Id, model);
        return new JobMessage
        {
            JobId = $"{evaluation}.{JobKindNames.NameOf(JobKind.Evaluate)}",
            Kind = JobKind.Evaluate,
            TraceParent = request.TraceParent,
            Training = new TrainingJob
            {
                RunId = evaluation,
                Preset = run.Preset,
                Recipe = request.Recipe,
                Seed = request.Seed,
                Dataset = request.Dataset,
                ScoresOnly = true,
                // Nothing is trained, and so nothing reads the pairs to train on.
                Pairs = heldOut,
                HeldOut = heldOut,
                Inputs = new Dictionary<string, BlobAddress> { ["generator"] = new(Containers.Models, ModelBlobs.Folder(request.Models[model])) },
            },
        };
    }
}
