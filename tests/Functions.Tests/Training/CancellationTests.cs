using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Training;

public class CancellationTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_is_cancelled_in_mid_stage_stops_its_runner_and_starts_no_other_stage()
    {
        var id = await RunningAsync(app.Runner.WorkUntilCancelledAsync);

        ((int)(await app.PostAsync($"/api/training-runs/{id}/cancel")).StatusCode).Should().Be(202);
        var run = await app.TrainingAsync(id);

        (run.Status, run.Reason).Should().Be((RunStatus.Cancelled, "The run was cancelled."));
        run.Stages[^1].Status.Should().Be(RunStatus.Cancelled);
        app.Runner.TakenOf(id).Should().ContainSingle();
    }

    [Fact]
    public async Task A_run_is_cancelled_even_when_no_runner_is_there_to_notice()
    {
        var id = await RunningAsync(_ => Task.CompletedTask);

        await app.PostAsync($"/api/training-runs/{id}/cancel");

        (await app.TrainingAsync(id)).Status.Should().Be(RunStatus.Cancelled);
        var result = await app.Storage.Blob(Containers.Jobs, JobBlobs.Result($"{id}.pretrain-generator")).ReadJsonAsync<JobResult>(Token);
        result!.Outcome.Should().Be(JobOutcome.Cancelled);
    }

    [Fact]
    public async Task A_cancellation_whose_event_was_lost_is_found_in_storage()
    {
        var id = await RunningAsync(app.Runner.WorkUntilCancelledAsync);

        await app.Storage.Blob(Containers.Runs, RunBlobs.Cancel(id)).CreateJsonAsync(new { }, Token);

        (await app.TrainingAsync(id)).Status.Should().Be(RunStatus.Cancelled);
    }

    [Fact]
    public async Task Cancelling_twice_is_cancelling_once_and_a_run_that_has_ended_otherwise_cannot_be_cancelled()
    {
        var cancelled = await RunningAsync(app.Runner.WorkUntilCancelledAsync);
        await app.PostAsync($"/api/training-runs/{cancelled}/cancel");
        await app.TrainingAsync(cancelled);
        var failed = await RunningAsync(job => app.Runner.FailAsync(job, "Broken."));
        await app.TrainingAsync(failed);

        (await app.PostAsync($"/api/training-runs/{cancelled}/cancel")).IsSuccessStatusCode.Should().BeTrue();
        (await FunctionApp.ProblemAsync(await app.PostAsync($"/api/training-runs/{failed}/cancel"))).Should().Be((409, $"The run '{failed}' has ended already."));
    }

    [Fact]
    public async Task A_run_that_is_cancelled_after_its_last_stage_on_a_GPU_does_not_succeed()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.evaluate", async job =>
        {
            // No event: the wish is found when the run is about to end.
            await app.Storage.Blob(Containers.Runs, RunBlobs.Cancel(id)).CreateJsonAsync(new { }, Token);
            await app.Runner.SucceedAsync(job);
        });
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id));

        var run = await app.TrainingAsync(id);

        (run.Status, run.Promotion).Should().Be((RunStatus.Cancelled, null));
    }

    [Fact]
    public async Task A_run_that_is_about_to_end_well_can_no_longer_be_cancelled()
    {
        var id = await RunningAsync(app.Runner.WorkUntilCancelledAsync);
        await app.Storage.Blob(Containers.Runs, RunBlobs.Cancel(id)).CreateJsonAsync(new { tooLate = true }, Token);

        (await FunctionApp.ProblemAsync(await app.PostAsync($"/api/training-runs/{id}/cancel"))).Should().Be((409, $"The run '{id}' is about to end and can no longer be cancelled."));
        await app.TrainingAsync(id);
    }

    private async Task<string> RunningAsync(Func<JobMessage, Task> script)
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.pretrain-generator", script);
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id));
        await app.TrainingAsync(id, run => run.Stages.Any(stage => stage.Name == "pretrain-generator"));
        return id;
    }
}
