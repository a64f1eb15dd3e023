using CloudRestore.Core.Api;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Training;

public class TrainingDetailTests(FunctionApp app)
{
    private const string Table = "step,loss\n5,0.5\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_has_ended_shows_curves_samples_and_its_report()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.gan", async job =>
        {
            await PutAsync($"{id}/gan/attempt-1/samples/step-000005.jpg", "a picture");
            await app.Runner.SucceedAsync(job);
            await PutAsync($"{id}/gan/attempt-1/metrics.csv", Table);
        });
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id));
        await app.TrainingAsync(id);

        (await app.GetAsync<TrainingCurves>($"/api/training-runs/{id}/metrics")).Stages.Should().Contain(curve => curve.Stage == "gan" && curve.Step == null);
        (await app.GetAsync<SampleList>($"/api/training-runs/{id}/samples")).Items.Should().Equal(new Sample("gan.step-000005.jpg", "gan", 9));
        (await app.Http.GetStringAsync($"/api/training-runs/{id}/samples/gan.step-000005.jpg", Token)).Should().Be("a picture");
        (await app.Http.GetStringAsync($"/api/training-runs/{id}/report", Token)).Should().Be($"{id}.evaluate report.html");
    }

    [Fact]
    public async Task A_stage_that_runs_shows_what_its_newest_checkpoint_holds()
    {
        var id = await WorkingAsync();
        var folder = RunBlobs.Checkpoint(id, JobKind.PretrainGenerator, 1, 5);
        await PutAsync(folder + "metrics.csv", Table);
        await PutAsync(folder + "step-000005.jpg", "a picture");
        await PutAsync(folder + "generator.safetensors", "weights");
        await app.Storage.Blob(Containers.Runs, RunBlobs.LatestCheckpoint(id, JobKind.PretrainGenerator)).WriteJsonAsync(
            new { latest = new { attempt = 1, step = 5, folder, files = Array.Empty<object>() } }, Token);

        var curve = (await app.GetAsync<TrainingCurves>($"/api/training-runs/{id}/metrics")).Stages.Should().ContainSingle().Subject;
        (curve.Stage, curve.Step, curve.Rows[0][1]).Should().Be(("pretrain-generator", 5L, 0.5));
        (await app.GetAsync<SampleList>($"/api/training-runs/{id}/samples")).Items.Select(sample => sample.Name).Should().Equal("pretrain-generator.step-000005.jpg");
        (await app.Http.GetStringAsync($"/api/training-runs/{id}/samples/pretrain-generator.step-000005.jpg", Token)).Should().Be("a picture");
        await EndAsync(id);
    }

    [Theory]
    [InlineData("gan.step-000005.jpg")]
    [InlineData("pretrain-generator.generator.safetensors")]
    [InlineData("restore.a.jpg")]
    [InlineData("request.json")]
    public async Task What_is_no_sample_of_the_run_is_not_given(string name)
    {
        var id = await WorkingAsync();

        (await ProblemOf($"{id}/samples/{name}")).Should().Be((404, $"The run '{id}' has no sample '{name}': GET /api/training-runs/{id}/samples names those it has."));
        await EndAsync(id);
    }

    [Fact]
    public async Task Events_tell_what_happened_in_order_with_the_reason_of_each_failed_attempt()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.pretrain-generator", async job =>
        {
            var now = app.Clock.GetUtcNow();
            await app.Storage.Blob(Containers.Jobs, JobBlobs.State(job.JobId)).WriteJsonAsync(
                new JobState { JobId = job.JobId, Attempt = 1, Failures = [new JobFailure(1, now, "Out of memory.")], FirstStartedAt = now, StartedAt = now, HeartbeatAt = now }, Token);
            await app.Runner.FailAsync(job, "It failed 1 times.");
        });
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id));
        await app.TrainingAsync(id);

        var events = (await app.GetAsync<RunEvents>($"/api/training-runs/{id}/events")).Items;

        events.Select(happened => happened.At).Should().BeInAscendingOrder();
        events.Select(happened => (happened.What, happened.Stage)).Should().ContainInOrder(
            ("asked", null), ("stage-started", "dataset"), ("stage-ended", "dataset"), ("stage-started", "pretrain-generator"), ("attempt-failed", "pretrain-generator"));
        events[^1].Detail.Should().Be("The stage pretrain-generator failed: It failed 1 times.");
        events.Should().Contain(happened => happened.What == "attempt-failed" && happened.Detail == "Out of memory.");
    }

    [Fact]
    public async Task A_document_that_was_spoilt_is_said_to_be_so_and_hides_only_what_is_read_from_it()
    {
        var id = await WorkingAsync();
        await app.TrainingAsync(id, run => run.Stages.Any(stage => stage.Name == "pretrain-generator"));
        await EndAsync(id);
        await app.Storage.Blob(Containers.Jobs, JobBlobs.State($"{id}.pretrain-generator")).UploadAsync(BinaryData.FromString("{"), overwrite: true, Token);

        var (status, sentence) = await ProblemOf($"{id}/events");

        status.Should().Be(500);
        sentence.Should().StartWith("A document in storage cannot be read: ");
        (await app.Http.GetAsync($"/api/training-runs/{id}", Token)).IsSuccessStatusCode.Should().BeTrue();
    }

    [Theory]
    [InlineData("metrics")]
    [InlineData("samples")]
    [InlineData("samples/gan.step-000001.jpg")]
    [InlineData("report")]
    [InlineData("events")]
    public async Task A_run_that_is_not_there_has_nothing_to_show(string what) => (await ProblemOf($"nobody/{what}")).Should().Be((404, "There is no training run 'nobody'."));

    [Fact]
    public async Task A_list_can_be_narrowed_to_a_dataset_a_preset_and_a_time()
    {
        var id = FunctionApp.NewId("run");
        var dataset = await app.DatasetAsync(4);
        var asked = await app.StartTrainingAsync(FunctionApp.Tiny(dataset, id));
        var (before, after) = (Uri.EscapeDataString($"{asked.Request.CreatedAt:O}"), Uri.EscapeDataString($"{asked.Request.CreatedAt.AddSeconds(1):O}"));

        (await ListedAsync($"dataset={dataset}&preset=tiny&since={before}")).Should().Equal(id);
        (await ListedAsync($"dataset={dataset}&preset=lesson7")).Should().BeEmpty();
        (await ListedAsync($"dataset={dataset}&since={after}")).Should().BeEmpty();
        (await FunctionApp.ProblemAsync(await app.Http.GetAsync("/api/training-runs?since=yesterday", Token))).Should().Be((400, "'since' must be a time such as 2026-11-26T08:00:00Z."));
        await app.TrainingAsync(id);
    }

    private async Task<IEnumerable<string>> ListedAsync(string query) =>
        (await app.GetAsync<Page<TrainingRun>>($"/api/training-runs?{query}")).Items.Select(run => run.Id);

    private async Task<string> WorkingAsync()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.pretrain-generator", app.Runner.WorkUntilCancelledAsync);
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id));
        return id;
    }

    private async Task EndAsync(string id)
    {
        await app.PostAsync($"/api/training-runs/{id}/cancel");
        await app.TrainingAsync(id);
    }

    private async Task PutAsync(string path, string content) => await app.Storage.Blob(Containers.Runs, path).UploadAsync(BinaryData.FromString(content), overwrite: true, Token);

    private async Task<(int Status, string Sentence)> ProblemOf(string path) => await FunctionApp.ProblemAsync(await app.Http.GetAsync($"/api/training-runs/{path}", Token));
}
