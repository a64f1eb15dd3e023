using CloudRestore.Core.Api;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Training;

public class ResumptionTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_failed_goes_on_with_the_stage_that_failed_and_does_no_other_again()
    {
        var id = await FailedAsync("generate");
        app.Runner.Script($"{id}.generate", job => app.Runner.SucceedAsync(job));

        ((int)(await app.PostAsync($"/api/training-runs/{id}/resume")).StatusCode).Should().Be(202);
        var run = await app.TrainingAsync(id);

        (run.Status, run.Generation, run.Model).Should().Be((RunStatus.Succeeded, 2, id));
        app.Runner.TakenOf(id).Select(job => job.Kind).Should().Equal(
            JobKind.PretrainGenerator, JobKind.Generate, JobKind.Generate, JobKind.PretrainCritic, JobKind.Gan, JobKind.Evaluate);
        (await app.GetAsync<RunEvents>($"/api/training-runs/{id}/events")).Items.Count(happened => happened.What == "ended").Should().Be(2);
    }

    [Fact]
    public async Task Twenty_calls_at_once_under_one_key_resume_it_once_and_get_one_answer()
    {
        var id = await FailedAsync("generate");
        app.Runner.Script($"{id}.generate", job => app.Runner.SucceedAsync(job));
        var key = FunctionApp.NewId("key");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.SendAsync(HttpMethod.Post, $"/api/training-runs/{id}/resume", null, ("Idempotency-Key", key))));

        answers.Should().OnlyContain(answer => (int)answer.StatusCode == 202);
        (await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync(Token)))).Distinct().Should().ContainSingle();
        (await app.TrainingAsync(id)).Generation.Should().Be(2);
    }

    [Fact]
    public async Task The_stage_that_failed_keeps_the_count_of_its_attempts_and_is_forgiven_its_failures()
    {
        var id = await FailedAsync("gan");
        var path = JobBlobs.State($"{id}.gan");
        var failure = new JobFailure(4, app.Clock.GetUtcNow(), "Out of memory.");
        await app.Storage.Blob(Containers.Jobs, path).WriteJsonAsync(
            new JobState { JobId = $"{id}.gan", Attempt = 4, Failures = [failure], AttemptsWithoutProgress = 3, CheckpointStep = 7, HeartbeatAt = app.Clock.GetUtcNow() }, Token);
        JobState? found = null;
        app.Runner.Script($"{id}.gan", async job =>
        {
            found = await app.Storage.Blob(Containers.Jobs, path).ReadJsonAsync<JobState>(Token);
            await app.Runner.SucceedAsync(job);
        });

        await app.PostAsync($"/api/training-runs/{id}/resume");
        await app.TrainingAsync(id);

        (found!.Attempt, found.Failures.Count, found.AttemptsWithoutProgress, found.CheckpointStep, found.HeartbeatAt).Should().Be((4, 0, 0, 7, null));
    }

    [Fact]
    public async Task A_run_may_fail_and_be_resumed_again_and_its_earlier_ends_are_kept()
    {
        var id = await FailedAsync("generate");
        await app.PostAsync($"/api/training-runs/{id}/resume");
        (await app.TrainingAsync(id, run => run is { Generation: 2, Status: RunStatus.Failed })).Reason.Should().Be("The stage generate failed: Broken.");
        app.Runner.Script($"{id}.generate", job => app.Runner.SucceedAsync(job));

        await app.PostAsync($"/api/training-runs/{id}/resume");

        (await app.TrainingAsync(id)).Should().Match<TrainingRun>(run => run.Generation == 3 && run.Status == RunStatus.Succeeded);
        var first = await app.Storage.Blob(Containers.Runs, RunBlobs.EarlierOutcome(id, 1)).ReadJsonAsync<TrainingOutcome>(Token);
        first!.Reason.Should().Be("The stage generate failed: Broken.");
    }

    [Fact]
    public async Task A_run_that_has_not_failed_cannot_be_resumed()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.pretrain-generator", app.Runner.WorkUntilCancelledAsync);
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id));

        (await ProblemOf(id)).Should().Be((409, $"The run '{id}' has not ended: only a run that failed can be resumed."));
        await app.PostAsync($"/api/training-runs/{id}/cancel");
        await app.TrainingAsync(id);
        (await ProblemOf(id)).Should().Be((409, $"The run '{id}' has not failed: only a run that failed can be resumed."));
        (await ProblemOf("nobody")).Should().Be((404, "There is no training run 'nobody'."));
    }

    [Fact]
    public async Task A_run_that_failed_on_its_dataset_has_nothing_to_go_on_from()
    {
        var id = FunctionApp.NewId("run");
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(2), id));
        await app.TrainingAsync(id);

        (await ProblemOf(id)).Should().Be((409, $"The run '{id}' failed before it trained: mend the dataset and start another run."));
    }

    private async Task<string> FailedAsync(string stage)
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.{stage}", job => app.Runner.FailAsync(job, "Broken."));
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id));
        (await app.TrainingAsync(id)).Status.Should().Be(RunStatus.Failed);
        return id;
    }

    private async Task<(int Status, string Sentence)> ProblemOf(string id) =>
        await FunctionApp.ProblemAsync(await app.PostAsync($"/api/training-runs/{id}/resume"));
}
