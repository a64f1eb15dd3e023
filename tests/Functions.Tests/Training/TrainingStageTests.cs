using CloudRestore.Core.Api;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Tests.Support;
using CloudRestore.Imaging.Pairs;

namespace CloudRestore.Functions.Tests.Training;

public class TrainingStageTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_stage_is_given_the_outputs_of_the_stages_before_it()
    {
        var id = FunctionApp.NewId("run");
        var dataset = await app.DatasetAsync(6);
        await app.StartTrainingAsync(FunctionApp.Tiny(dataset, id) with { Seed = 9, Recipe = "restore", Overrides = new Dictionary<string, string> { ["gan.pixelWeight"] = "20" } });
        await app.TrainingAsync(id);

        var jobs = app.Runner.TakenOf(id).ToDictionary(job => job.Kind, job => job.Training!);
        jobs.Keys.Should().Equal(JobKindNames.TrainingStages);
        jobs.Values.Should().OnlyContain(job => job.Seed == 9 && job.Preset == "tiny" && job.Recipe == "restore" && job.Overrides["gan.pixelWeight"] == "20" && job.Dataset == dataset);
        jobs[JobKind.PretrainGenerator].Inputs.Should().BeEmpty();
        Inputs(JobKind.Generate).Should().Equal(($"generator", $"{id}/pretrain-generator/attempt-1/"));
        Inputs(JobKind.PretrainCritic).Should().Equal(("generated", $"{id}/generate/attempt-1/"));
        Inputs(JobKind.Gan).Should().Equal(("critic", $"{id}/pretrain-critic/attempt-1/"), ("generator", $"{id}/pretrain-generator/attempt-1/"));
        Inputs(JobKind.Evaluate).Should().Contain(
            [("generator", $"{id}/gan/attempt-1/"), ("pretrained", $"{id}/pretrain-generator/attempt-1/"), ("metrics:gan", $"{id}/gan/attempt-1/metrics.csv")]);

        IEnumerable<(string, string)> Inputs(JobKind kind) =>
            jobs[kind].Inputs.OrderBy(input => input.Key, StringComparer.Ordinal).Select(input => (input.Key, input.Value.Path));
    }

    [Fact]
    public async Task A_run_of_two_cycles_trains_critic_and_GAN_again_from_what_the_first_left()
    {
        var id = FunctionApp.NewId("run");
        var dataset = await app.DatasetAsync(4);
        await app.StartTrainingAsync(FunctionApp.Tiny(dataset, id) with { Cycles = 2 });
        var run = await app.TrainingAsync(id);

        run.Stages.Select(stage => stage.Name).Should().Equal(["dataset", "crappify", .. RunStage.Of(2).Select(stage => stage.Name), "register"]);
        var jobs = app.Runner.TakenOf(id).ToDictionary(job => job.JobId[(id.Length + 1)..], job => job.Training!);
        (jobs["gan"].Cycle, jobs["gan-2"].Cycle, jobs["evaluate"].Cycle).Should().Be((1, 2, 1));
        jobs["generate-2"].Inputs["generator"].Path.Should().Be($"{id}/gan/attempt-1/");
        jobs["pretrain-critic-2"].Inputs["critic"].Path.Should().Be($"{id}/gan/attempt-1/");
        jobs["evaluate"].Inputs["generator"].Path.Should().Be($"{id}/gan-2/attempt-1/");
        jobs["evaluate"].Inputs["metrics:gan-2"].Path.Should().Be($"{id}/gan-2/attempt-1/metrics.csv");
    }

    [Fact]
    public async Task An_encoder_s_weights_go_to_the_first_stage_and_to_no_other()
    {
        var id = FunctionApp.NewId("run");
        await app.Storage.Blob(Containers.Models, ModelBlobs.Encoder("resnet34-test")).UploadAsync(BinaryData.FromString("weights"), overwrite: true, Token);
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id) with { Encoder = "resnet34-test" });
        await app.TrainingAsync(id);

        var jobs = app.Runner.TakenOf(id).ToList();
        jobs[0].Training!.Inputs["encoder"].Should().Be(new BlobAddress(Containers.Models, "encoders/resnet34-test.safetensors"));
        jobs.Skip(1).Should().OnlyContain(job => !job.Training!.Inputs.ContainsKey("encoder"));
    }

    [Fact]
    public async Task The_held_out_photographs_are_in_no_pair_that_is_trained_on()
    {
        var id = FunctionApp.NewId("run");
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(7), id));
        await app.TrainingAsync(id);

        var manifest = await app.GetAsync<DatasetManifest>($"/api/training-runs/{id}/dataset");
        var job = app.Runner.TakenOf(id).First().Training!;
        (await PairsAsync(job.Pairs)).Should().BeEquivalentTo(Names(DatasetPhotograph.Train)).And.HaveCount(5);
        (await PairsAsync(job.HeldOut)).Should().BeEquivalentTo(Names(DatasetPhotograph.HeldOut)).And.HaveCount(2);

        IEnumerable<string> Names(string split) => manifest.Photographs.Where(photograph => photograph.Split == split).Select(photograph => photograph.Name);
    }

    [Fact]
    public async Task Where_the_held_out_photographs_are_stamped_lies_beside_their_shard_also_if_the_shard_is_older()
    {
        var (id, again, dataset) = (FunctionApp.NewId("run"), FunctionApp.NewId("run"), await app.DatasetAsync(4));
        await app.StartTrainingAsync(FunctionApp.Tiny(dataset, id));
        await app.TrainingAsync(id);
        var job = app.Runner.TakenOf(id).First().Training!;
        var stamps = app.Storage.Blob(job.HeldOut.Container, $"{job.HeldOut.Path}stamps-00000.json");
        var written = (await stamps.DownloadContentAsync(Token)).Value.Content.ToArray();
        await stamps.DeleteAsync(cancellationToken: Token);

        await app.StartTrainingAsync(FunctionApp.Tiny(dataset, again));
        await app.TrainingAsync(again);

        PairStamps.Read(written).Keys.Should().NotBeEmpty().And.BeSubsetOf(await PairsAsync(job.HeldOut));
        app.Runner.TakenOf(again).First().Training!.HeldOut.Should().Be(job.HeldOut);
        (await stamps.DownloadContentAsync(Token)).Value.Content.ToArray().Should().Equal(written);
        (await app.Storage.Blob(job.Pairs.Container, $"{job.Pairs.Path}stamps-00000.json").ExistsAsync(Token)).Value.Should().BeFalse("nothing judges by what is trained on");
    }

    [Fact]
    public async Task A_stage_that_fails_ends_the_run_with_the_runners_reason_and_no_later_stage_starts()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.generate", job => app.Runner.FailAsync(job, "The GPU has only 4 GB: use a smaller batch."));

        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id));
        var run = await app.TrainingAsync(id);

        run.Status.Should().Be(RunStatus.Failed);
        run.Reason.Should().Be("The stage generate failed: The GPU has only 4 GB: use a smaller batch.");
        run.Stages[^1].Should().Match<TrainingStage>(stage => stage.Name == "generate" && stage.Status == RunStatus.Failed);
        (run.Model, run.Promoted).Should().Be((null, false));
        await Task.Delay(1000, Token);
        app.Runner.TakenOf(id).Select(job => job.Kind).Should().Equal(JobKind.PretrainGenerator, JobKind.Generate);
    }

    [Fact]
    public async Task An_evaluation_without_a_model_fails_the_run_and_registers_nothing()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.evaluate", job => app.Runner.FinishAsync(
            job, JobOutcome.Succeeded, new BlobAddress(Containers.Runs, $"{id}/evaluate/attempt-1/"), null));

        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id));
        var run = await app.TrainingAsync(id);

        (run.Status, run.Model).Should().Be((RunStatus.Failed, null));
        run.Reason.Should().Be($"The evaluation left no model at runs/{id}/evaluate/attempt-1/model/.");
        (await app.Storage.Blob(Containers.Models, ModelBlobs.Manifest(id)).ExistsAsync(Token)).Value.Should().BeFalse();
    }

    [Fact]
    public async Task A_runs_progress_is_merged_into_what_the_API_shows()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.pretrain-generator", app.Runner.WorkUntilCancelledAsync);
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id));
        await app.Storage.Blob(Containers.Runs, RunBlobs.Progress(id, JobKind.PretrainGenerator)).WriteJsonAsync(
            new StageProgress { Stage = "pretrain-generator", Attempt = 1, Step = 3, Steps = 10, Loss = 0.5, ImagesPerSecond = 12.5, SecondsLeft = 40, UpdatedAt = app.Clock.GetUtcNow() }, Token);

        var run = await app.TrainingAsync(id, found => found.Stages is [.., { Step: 3 }]);

        run.Status.Should().Be(RunStatus.Running);
        run.Stages[^1].Should().Match<TrainingStage>(stage => stage.Steps == 10 && stage.Loss == 0.5 && stage.ImagesPerSecond == 12.5 && stage.SecondsLeft == 40 && stage.Seconds == null);
        await app.PostAsync($"/api/training-runs/{id}/cancel");
        await app.TrainingAsync(id);
    }

    private async Task<List<string>> PairsAsync(BlobAddress folder)
    {
        var shard = await app.Storage.Blob(folder.Container, folder.Path + "shard-00000.tar").DownloadContentAsync(Token);
        return [.. PairShardReader.Read(shard.Value.Content.ToStream()).Select(pair => pair.Name)];
    }
}
