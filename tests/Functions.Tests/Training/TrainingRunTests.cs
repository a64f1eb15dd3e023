using System.Net.Http.Json;
using CloudRestore.Core.Api;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Models;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Tests.Support;
using CloudRestore.Imaging.Pairs;

namespace CloudRestore.Functions.Tests.Training;

[Collection(FunctionApp.Collection)]
public class TrainingRunTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_passes_every_stage_and_leaves_a_champion_with_report_and_outcome()
    {
        await app.SetChampionAsync(null);
        var id = FunctionApp.NewId("run");
        var dataset = await app.DatasetAsync(6, new Dictionary<string, byte[]>
        {
            ["copy.jpg"] = Photographs.Jpeg(0),
            ["notes.jpg"] = "not a photograph"u8.ToArray(),
            ["cut.jpg"] = Photographs.Jpeg(99)[..200],
        });

        await app.StartTrainingAsync(new StartTrainingRun(dataset, id, "tiny", Seed: 7));
        var run = await app.TrainingAsync(id);

        run.Reason.Should().BeNull();
        run.Status.Should().Be(RunStatus.Succeeded);
        run.Stages.Select(stage => stage.Name).Should().Equal(
            "dataset", "crappify", "pretrain-generator", "generate", "pretrain-critic", "gan", "evaluate", "register");
        run.Stages.Should().OnlyContain(stage => stage.Status == RunStatus.Succeeded && stage.Seconds >= 0);
        run.Metrics["psnrRestored"].Should().Be(26);
        (run.Model, run.Promoted).Should().Be((id, true));
        run.PromotionReason.Should().StartWith("Not worse than leaving the photographs damaged: 26.00 dB");

        var registry = await app.Storage.Blob(Containers.Models, ModelBlobs.Registry).ReadJsonAsync<ModelRegistry>(Token);
        (registry!.Champion, registry.Candidate).Should().Be((id, id));
        (await TextAsync(Containers.Models, $"{id}/generator.safetensors")).Should().Be($"{id}.evaluate model/generator.safetensors");
        (await TextAsync(Containers.Runs, RunBlobs.Report(id))).Should().Be($"{id}.evaluate report.html");

        var manifest = await app.Storage.Blob(Containers.Runs, RunBlobs.Manifest(id)).ReadJsonAsync<DatasetManifest>(Token);
        manifest!.Photographs.Should().HaveCount(6);
        manifest.Photographs.Count(photograph => photograph.Split == DatasetPhotograph.HeldOut).Should().Be(2);
        manifest.Rejected.Select(file => file.Name).Should().Equal("cut.jpg", "notes.jpg", "photo 0.jpg");
        manifest.Rejected[2].Reason.Should().Be("\"photo 0.jpg\" has the same content as \"copy.jpg\", which is used once.");

        var jobs = app.Runner.TakenOf(id).ToList();
        jobs.Select(job => job.Kind).Should().Equal(JobKindNames.TrainingStages);
        var pairs = jobs[0].Training!.Pairs;
        var shard = await app.Storage.Blob(pairs.Container, pairs.Path + "shard-00000.tar").DownloadContentAsync(Token);
        PairShardReader.Read(shard.Value.Content.ToStream()).Should().HaveCount(4);
    }

    [Fact]
    public async Task The_same_request_twice_is_one_run_and_another_under_its_id_is_refused()
    {
        var body = new StartTrainingRun(await app.DatasetAsync(4), FunctionApp.NewId("run"), "tiny", Promotion: PromotionPolicy.Never);

        var first = await app.Http.PostAsJsonAsync("/api/training-runs", body, CoreJson.Options, Token);
        var second = await app.Http.PostAsJsonAsync("/api/training-runs", body, CoreJson.Options, Token);
        var other = await app.Http.PostAsJsonAsync("/api/training-runs", body with { Seed = 5 }, CoreJson.Options, Token);
        await app.TrainingAsync(body.Id!);
        var late = await app.StartTrainingAsync(body);

        ((int)first.StatusCode).Should().Be(202);
        first.Headers.Location!.AbsolutePath.Should().Be($"/api/training-runs/{body.Id}");
        ((int)second.StatusCode).Should().Be(200);
        (await FunctionApp.ProblemAsync(other)).Should().Be((409, $"The run '{body.Id}' exists and was asked for something else: choose another id."));
        late.Status.Should().Be(RunStatus.Succeeded);
        app.Runner.TakenOf(body.Id!).Should().HaveCount(5);
    }

    [Fact]
    public async Task A_dataset_without_enough_photographs_fails_with_what_was_refused_and_why()
    {
        var dataset = await app.DatasetAsync(3, new Dictionary<string, byte[]> { ["notes.jpg"] = "text"u8.ToArray() });
        var id = FunctionApp.NewId("run");

        await app.StartTrainingAsync(new StartTrainingRun(dataset, id, "tiny"));
        var run = await app.TrainingAsync(id);

        run.Status.Should().Be(RunStatus.Failed);
        run.Reason.Should().Be(
            $"The dataset '{dataset}' holds 3 usable photographs, and at least 4 different ones are needed. 1 refused: " +
            "\"notes.jpg\" is not a photograph, whatever its name says: give a JPEG, PNG, WebP, TIFF or AVIF file.");
        run.Stages.Should().ContainSingle().Which.Status.Should().Be(RunStatus.Failed);
        app.Runner.TakenOf(id).Should().BeEmpty();
    }

    [Fact]
    public async Task A_dataset_that_is_empty_is_named()
    {
        var id = FunctionApp.NewId("run");
        await app.StartTrainingAsync(new StartTrainingRun("nothing-here", id, "tiny"));

        (await app.TrainingAsync(id)).Reason.Should().Be(
            "The dataset 'nothing-here' holds no files: upload at least 4 photographs to datasets/nothing-here/originals/.");
    }

    [Fact]
    public async Task A_stage_that_fails_ends_the_run_with_the_runners_reason()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.generate", job => app.Runner.FailAsync(job, "The GPU has only 4 GB: use a smaller batch."));

        await app.StartTrainingAsync(new StartTrainingRun(await app.DatasetAsync(4), id, "tiny"));
        var run = await app.TrainingAsync(id);

        run.Status.Should().Be(RunStatus.Failed);
        run.Reason.Should().Be("The stage generate failed: The GPU has only 4 GB: use a smaller batch.");
        run.Stages[^1].Should().Match<TrainingStage>(stage => stage.Name == "generate" && stage.Status == RunStatus.Failed);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_stops_its_runner_and_says_so()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.pretrain-generator", app.Runner.WorkUntilCancelledAsync);
        await app.StartTrainingAsync(new StartTrainingRun(await app.DatasetAsync(4), id, "tiny"));
        await app.TrainingAsync(id, run => run.Stages is [.., { Name: "pretrain-generator" }]);

        (await app.Http.PostAsync($"/api/training-runs/{id}/cancel", null, Token)).IsSuccessStatusCode.Should().BeTrue();
        var run = await app.TrainingAsync(id);

        (run.Status, run.Reason).Should().Be((RunStatus.Cancelled, "The run was cancelled."));
        app.Runner.TakenOf(id).Should().ContainSingle();
    }

    [Fact]
    public async Task A_run_is_cancelled_even_when_no_runner_is_there()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.", _ => Task.CompletedTask);
        await app.StartTrainingAsync(new StartTrainingRun(await app.DatasetAsync(4), id, "tiny"));
        await app.TrainingAsync(id, run => run.Stages is [.., { Name: "pretrain-generator" }]);

        await app.Http.PostAsync($"/api/training-runs/{id}/cancel", null, Token);

        (await app.TrainingAsync(id)).Status.Should().Be(RunStatus.Cancelled);
        var result = await app.Storage.Blob(Containers.Jobs, JobBlobs.Result($"{id}.pretrain-generator")).ReadJsonAsync<JobResult>(Token);
        result!.Outcome.Should().Be(JobOutcome.Cancelled);
    }

    [Fact]
    public async Task A_result_without_its_event_is_found_at_the_next_tick()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.", job => app.Runner.SucceedAsync(job, tell: false));
        await app.StartTrainingAsync(new StartTrainingRun(await app.DatasetAsync(4), id, "tiny", Promotion: PromotionPolicy.Never));

        (await app.TrainingAsync(id)).Status.Should().Be(RunStatus.Succeeded);
    }

    [Fact]
    public async Task A_runner_that_falls_silent_has_its_job_queued_again_and_then_failed()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.", job => app.Runner.BeatAsync(job, TimeProvider.System.GetUtcNow()));
        await app.StartTrainingAsync(new StartTrainingRun(await app.DatasetAsync(4), id, "tiny"));

        (await app.TrainingAsync(id)).Reason.Should().Be(
            "The stage pretrain-generator failed: The GPU runner fell silent for more than 1.5 seconds, also after the job was queued again 1 times: see the runner's log.");
        app.Runner.TakenOf(id).Should().HaveCount(2);
    }

    [Fact]
    public async Task A_runs_progress_is_merged_into_what_the_API_shows()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.pretrain-generator", app.Runner.WorkUntilCancelledAsync);
        await app.StartTrainingAsync(new StartTrainingRun(await app.DatasetAsync(4), id, "tiny"));
        await app.Storage.Blob(Containers.Runs, RunBlobs.Progress(id, JobKind.PretrainGenerator)).WriteJsonAsync(
            new StageProgress { Stage = "pretrain-generator", Attempt = 1, Step = 3, Steps = 10, Loss = 0.5, UpdatedAt = TimeProvider.System.GetUtcNow() }, Token);

        var run = await app.TrainingAsync(id, found => found.Stages is [.., { Step: 3 }]);

        run.Status.Should().Be(RunStatus.Running);
        run.Stages[^1].Should().Match<TrainingStage>(stage => stage.Steps == 10 && stage.Loss == 0.5 && stage.Seconds == null);
        await app.Http.PostAsync($"/api/training-runs/{id}/cancel", null, Token);
        await app.TrainingAsync(id);
    }

    [Fact]
    public async Task A_model_that_is_worse_than_the_champion_is_registered_and_not_promoted()
    {
        await app.SetChampionAsync("the-champion");
        var id = FunctionApp.NewId("run");
        var scores = new Dictionary<string, double> { ["psnrRestored"] = 26, ["ssimRestored"] = 0.8, ["psnrChampion"] = 26.5, ["ssimChampion"] = 0.8 };
        app.Runner.Script($"{id}.evaluate", job => app.Runner.SucceedAsync(job, metrics: scores));
        await app.StartTrainingAsync(new StartTrainingRun(await app.DatasetAsync(4), id, "tiny"));

        var run = await app.TrainingAsync(id);

        (run.Model, run.Promoted).Should().Be((id, false));
        run.PromotionReason.Should().Be("Worse than the champion the-champion: 26.00 dB and SSIM 0.8000 against 26.50 dB and 0.8000 on the held-out photographs.");
        app.Runner.TakenOf(id).Last().Training!.Inputs["champion"].Path.Should().Be("the-champion/");
        (await app.Storage.Blob(Containers.Models, ModelBlobs.Registry).ReadJsonAsync<ModelRegistry>(Token))!.Champion.Should().Be("the-champion");
    }

    private async Task<string> TextAsync(string container, string path) =>
        (await app.Storage.Blob(container, path).DownloadContentAsync(Token)).Value.Content.ToString();
}
