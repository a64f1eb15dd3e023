using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;
using CloudRestore.Functions.Tests.Support;
using CloudRestore.Stack;

namespace CloudRestore.Functions.Tests.Orchestrations;

/// <summary>Records histories for <see cref="RecordedHistoriesTests"/>; run it by name after an orchestrator was added: <c>-explicit only -class '*HistoryRecording'</c>.</summary>
public class HistoryRecording(FunctionApp app)
{
    /// <summary>Where they are kept, in the source tree.</summary>
    public static string Folder => Path.Combine(Repository.Root, "tests", "Functions.Tests", "Orchestrations", "Histories");

    [Fact(Explicit = true)]
    public async Task Training_that_succeeds()
    {
        var run = await TrainAsync(cycles: 2);
        run.Status.Should().Be(RunStatus.Succeeded);
        Record(run.Id, "training-succeeded");
        Record($"{run.Id}.gan-2", "gpu-job-succeeded");
    }

    [Fact(Explicit = true)]
    public async Task Training_that_fails()
    {
        var run = await TrainAsync(id => app.Runner.Script($"{id}.generate", job => app.Runner.FailAsync(job, "The GPU has only 4 GB: use a smaller batch.")));
        run.Status.Should().Be(RunStatus.Failed);
        Record(run.Id, "training-failed");
        Record($"{run.Id}.generate", "gpu-job-failed");
    }

    [Fact(Explicit = true)]
    public async Task Training_that_is_cancelled()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.pretrain-generator", app.Runner.WorkUntilCancelledAsync);
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id));
        await app.TrainingAsync(id, run => run.Stages is [.., { Name: "pretrain-generator" }]);
        await app.PostAsync($"/api/training-runs/{id}/cancel");
        (await app.TrainingAsync(id)).Status.Should().Be(RunStatus.Cancelled);
        Record(id, "training-cancelled");
        Record($"{id}.pretrain-generator", "gpu-job-cancelled");
    }

    private async Task<TrainingRun> TrainAsync(Action<string>? prepare = null, int cycles = 1)
    {
        var id = FunctionApp.NewId("run");
        prepare?.Invoke(id);
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id) with { Cycles = cycles });
        return await app.TrainingAsync(id);
    }

    private void Record(string instance, string name)
    {
        Directory.CreateDirectory(Folder);
        app.HistoryOf(instance).Write(Path.Combine(Folder, name + ".jsonl"));
    }
}
