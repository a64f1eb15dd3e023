using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.EndToEnd.Support;

namespace CloudRestore.EndToEnd;

public sealed class KilledRunnerTests(TrainedStack stack)
{
    private static readonly TimeSpan StageLimit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_runner_killed_in_the_middle_of_each_stage_leaves_the_weights_of_an_undisturbed_run()
    {
        const string Run = "killed-runner";
        await stack.StartAsync(Run);
        foreach (var stage in JobKindNames.TrainingStages)
        {
            await Eventually.TrueAsync(() => IsUnderWayAsync(Run, stage), $"{JobKindNames.NameOf(stage)} is under way", StageLimit);

            await stack.Stack.Runner!.KillAsync();

            (await ResultAsync(Run, stage)).Should().BeNull($"{JobKindNames.NameOf(stage)} was to be killed before its end");
            await stack.Stack.StartRunnerAsync(TestContext.Current.CancellationToken);
        }

        var run = await stack.EndAsync(Run);

        run.Status.Should().Be(RunStatus.Succeeded, run.Reason);
        (await stack.WeightsAsync(Run)).Should().Equal(await stack.WeightsAsync(TrainedStack.UndisturbedRun));
        foreach (var stage in JobKindNames.TrainingStages)
            (await ResultAsync(Run, stage))!.Attempt.Should().Be(2, $"{JobKindNames.NameOf(stage)} was killed once");
    }

    /// <summary>A stage that trains has a checkpoint to resume from; the others begin anew.</summary>
    private async Task<bool> IsUnderWayAsync(string run, JobKind stage)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var storage = stack.Stack.Storage;
        if (stage is JobKind.PretrainGenerator or JobKind.PretrainCritic or JobKind.Gan)
            return await storage.Blob(Containers.Runs, RunBlobs.LatestCheckpoint(run, stage)).ExistsAsync(cancellationToken);
        var state = await storage.Blob(Containers.Jobs, JobBlobs.State(JobId(run, stage))).ReadJsonAsync<JobState>(cancellationToken);
        return state is { Attempt: 1 };
    }

    private Task<JobResult?> ResultAsync(string run, JobKind stage) =>
        stack.Stack.Storage.Blob(Containers.Jobs, JobBlobs.Result(JobId(run, stage))).ReadJsonAsync<JobResult>(TestContext.Current.CancellationToken);

    private static string JobId(string run, JobKind stage) => $"{run}.{JobKindNames.NameOf(stage)}";
}
