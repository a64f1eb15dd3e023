using CloudRestore.Core.Api;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.EndToEnd.Support;

namespace CloudRestore.EndToEnd.Browser.Support;

/// <summary>Runs whose stages were done before they began: what comes after training is reached in seconds.</summary>
internal static class TrainedRuns
{
    /// <summary>Starts a run that finds the outputs of the undisturbed one.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="id">The run.</param>
    /// <param name="approval">Whether its model becomes champion if a person approves; else it is registered only.</param>
    /// <param name="broken">Why its evaluation has failed, or null if it has not.</param>
    public static async Task StartTrainedAsync(this TrainedStack stack, string id, bool approval = false, string? broken = null)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        foreach (var stage in RunStage.Of(cycles: 1))
        {
            var result = (await Result(TrainedStack.UndisturbedRun, stage).ReadJsonAsync<JobResult>(cancellationToken))! with { JobId = $"{id}.{stage.Name}" };
            if (broken is not null && stage.Kind == JobKind.Evaluate)
                result = result with { Outcome = JobOutcome.Failed, Output = null, Reason = broken };
            (await Result(id, stage).CreateJsonAsync(result, cancellationToken)).Should().BeTrue("no other test has a run of this name");
        }

        var promotion = approval ? PromotionPolicy.Always : PromotionPolicy.Never;
        await stack.Api.StartTrainingAsync(new StartTrainingRun(TrainedStack.Dataset, id, "tiny", Seed: 7, Promotion: promotion, Approval: approval), cancellationToken);

        Azure.Storage.Blobs.BlobClient Result(string run, RunStage stage) => stack.Stack.Storage.Blob(Containers.Jobs, JobBlobs.Result($"{run}.{stage.Name}"));
    }
}
