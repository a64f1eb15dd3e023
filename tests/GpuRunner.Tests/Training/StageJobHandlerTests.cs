using System.Text;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Tests.Support;
using CloudRestore.Learning.Presets;
using CloudRestore.Learning.Stages;
using LearningProgress = CloudRestore.Learning.Stages.StageProgress;
using StageProgress = CloudRestore.Core.Jobs.StageProgress;

namespace CloudRestore.GpuRunner.Tests.Training;

public sealed class StageJobHandlerTests(StorageAccount account) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await TrainingData.UploadAsync(account.Clients);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_stage_finds_its_inputs_and_its_outputs_are_stored_apart_for_each_attempt()
    {
        var run = StorageAccount.NewId("run");
        await account.UploadAsync(Containers.Runs, $"{run}/gan/attempt-1/generator.safetensors", [1, 2, 3]);
        await account.UploadAsync(Containers.Runs, $"{run}/gan/attempt-1/metrics.csv", "step\n"u8.ToArray());
        var inputs = new Dictionary<string, BlobAddress>
        {
            ["generator"] = new(Containers.Runs, $"{run}/gan/attempt-1/"),
            ["metrics:gan"] = new(Containers.Runs, $"{run}/gan/attempt-1/metrics.csv"),
        };
        var job = SampleJobs.Training(JobKind.Evaluate, run, inputs, overrides: new Dictionary<string, string> { ["gan.pixelWeight"] = "3" });
        var seen = default(StageContext);
        var (result, runner) = await RunAsync(job, (context, _) =>
        {
            seen = context;
            Directory.GetFiles(context.PairsFolder).Should().ContainSingle();
            Directory.GetFiles(context.HeldOutFolder).Should().ContainSingle();
            Directory.GetFiles(context.Input("generator")).Select(Path.GetFileName).Should().BeEquivalentTo("generator.safetensors", "metrics.csv");
            File.ReadAllText(context.Input("metrics:gan")).Should().Be("step\n");
            Directory.GetFileSystemEntries(context.OutputFolder).Should().BeEmpty();
            Directory.CreateDirectory(Path.Combine(context.OutputFolder, "model"));
            File.WriteAllText(Path.Combine(context.OutputFolder, "model", "manifest.json"), "{}");
            return ScriptedStage.Done;
        });

        (seen!.Seed, seen.Device, seen.ResumeFolder, seen.Preset.Gan.PixelWeight).Should().Be((77, "cpu", null, 3));
        (result!.Outcome, result.Output).Should().Be((JobOutcome.Succeeded, new BlobAddress(Containers.Runs, $"{run}/evaluate/attempt-1/")));
        result.Metrics.Should().Contain("loss", 0.25);
        (await account.NamesAsync(Containers.Runs, $"{run}/evaluate/attempt-1/")).Should().Equal("model/manifest.json");
        Directory.GetDirectories(Directory.GetDirectories(runner.ScratchFolder).Single()).Should().BeEmpty("nothing of the job stays on the disk");
        runner.Dispose();
    }

    [Fact]
    public async Task The_run_s_recipe_takes_the_place_of_the_preset_s()
    {
        var job = SampleJobs.Training();
        var seen = "";
        var (_, runner) = await RunAsync(job with { Training = job.Training! with { Recipe = "old-photo" } }, (context, _) =>
        {
            seen = context.Preset.Damage;
            return ScriptedStage.Done;
        });

        seen.Should().Be("old-photo");
        runner.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_evaluation_is_told_whether_only_its_scores_are_wanted(bool wanted)
    {
        var job = SampleJobs.Training(JobKind.Evaluate);
        bool? seen = null;
        var (_, runner) = await RunAsync(job with { Training = job.Training! with { ScoresOnly = wanted } }, (context, _) =>
        {
            seen = context.ScoresOnly;
            return ScriptedStage.Done;
        });

        seen.Should().Be(wanted);
        runner.Dispose();
    }

    [Fact]
    public void Presets_and_their_recipes_are_those_that_the_function_app_knows() =>
        PresetCatalog.Names.Select(name => (name, PresetCatalog.Load(name).Damage)).Should().Equal(PresetNames.All.Select(name => (name, PresetNames.RecipeOf(name))));

    [Fact]
    public async Task Progress_is_written_while_the_stage_runs_and_at_its_end()
    {
        var job = SampleJobs.Training();
        var blob = account.Clients.Blob(Containers.Runs, RunBlobs.Progress(job.Training!.RunId, job.Kind));
        var (_, runner) = await RunAsync(job, (context, _) =>
        {
            context.Report(new LearningProgress(context.Preset.Name, 1, 9, double.NaN, null, null, null));
            Eventually.BeAsync(async () => (await blob.ReadJsonAsync<StageProgress>(default))?.Step == 1, "the first progress").GetAwaiter().GetResult();
            for (var step = 2; step <= 9; step++)
                context.Report(new LearningProgress(context.Preset.Name, step, 9, 0.5, 4, 0, new Dictionary<string, double> { ["accuracy"] = 0.75 }));
            return ScriptedStage.Done;
        });
        using (runner)
        {
            var progress = (await blob.ReadJsonAsync<StageProgress>(default))!;
            (progress.Attempt, progress.Step, progress.Steps, progress.Loss, progress.ImagesPerSecond, progress.Metrics!["accuracy"]).Should().Be((1, 9, 9, 0.5, 4, 0.75));
        }
    }

    [Theory]
    [InlineData("nothing", null, "There is no preset 'nothing'; the presets are colorize, demo, lesson7, lesson7-fast, old-photo, restore, tiny.")]
    [InlineData("tiny", "gan.pixelWait", "The setting 'gan.pixelWait' does not exist;*")]
    [InlineData("tiny", "generator.depth", "The setting 'generator.depth' is not valid: Depth is 3; an encoder has 18 or 34 layers.")]
    public async Task A_preset_that_is_not_one_fails_at_once(string preset, string? setting, string reason)
    {
        var overrides = setting is null ? null : new Dictionary<string, string> { [setting] = "3" };
        var (result, runner) = await RunAsync(SampleJobs.Training(preset: preset, overrides: overrides), (_, _) => ScriptedStage.Done);
        using (runner)
        {
            (result!.Outcome, result.Attempt).Should().Be((JobOutcome.Failed, 1));
            result.Reason.Should().Match(reason);
        }
    }

    [Fact]
    public async Task An_input_that_is_gone_fails_at_once_and_is_named()
    {
        var inputs = new Dictionary<string, BlobAddress> { ["critic"] = new(Containers.Runs, "never/was/") };
        var (result, runner) = await RunAsync(SampleJobs.Training(JobKind.Gan, inputs: inputs), (_, _) => ScriptedStage.Done);
        using (runner)
            result!.Reason.Should().Be("There is no input 'critic' at runs/never/was/: it was deleted or never written.");
    }

    [Fact]
    public async Task A_stage_that_cannot_go_on_fails_at_once_with_its_sentence_and_leaves_no_output()
    {
        var job = SampleJobs.Training();
        var (result, runner) = await RunAsync(job, (context, _) =>
        {
            File.WriteAllText(Path.Combine(context.OutputFolder, "half.txt"), "half done");
            throw new StageFailedException("The loss became NaN at step 3 of 9.");
        });
        using (runner)
        {
            (result!.Outcome, result.Reason).Should().Be((JobOutcome.Failed, "The loss became NaN at step 3 of 9."));
            (await account.NamesAsync(Containers.Runs, $"{job.Training!.RunId}/")).Should().BeEmpty();
        }
    }

    [Fact]
    public async Task A_cancelled_stage_ends_at_its_next_step()
    {
        var job = SampleJobs.Training();
        var (result, runner) = await RunAsync(job, (_, cancelled) =>
        {
            account.Clients.Blob(Containers.Runs, RunBlobs.Cancel(job.Training!.RunId)).CreateJsonAsync(new { }, default).GetAwaiter().GetResult();
            cancelled.WaitHandle.WaitOne(TimeSpan.FromSeconds(20)).Should().BeTrue();
            cancelled.ThrowIfCancellationRequested();
            return ScriptedStage.Done;
        });
        using (runner)
            result!.Outcome.Should().Be(JobOutcome.Cancelled);
    }

    [Fact]
    public async Task A_stopping_runner_stores_a_checkpoint_and_the_next_attempt_is_given_it()
    {
        var job = SampleJobs.Training();
        using var stopping = new CancellationTokenSource();
        var resumed = default(string);
        var stage = new ScriptedStage((context, _) =>
        {
            if (context.ResumeFolder is { } folder)
            {
                resumed = File.ReadAllText(Path.Combine(folder, "state"));
                return ScriptedStage.Done;
            }

            stopping.Cancel();
            context.Suspend.IsCancellationRequested.Should().BeTrue();
            File.WriteAllText(Path.Combine(context.CheckpointFolder, "state"), "at step 4");
            context.Save(new StageCheckpoint(context.CheckpointFolder, 4));
            throw new StageSuspendedException("Suspended after step 4.");
        });
        var queue = await JobQueue.WithAsync(account.Clients, job);
        using (var one = new TestRunner(account.Clients, _ => stage))
            await one.RunNextAsync(queue, stopping.Token);
        using (var next = new TestRunner(account.Clients, _ => stage))
            await next.RunNextAsync(queue);

        resumed.Should().Be("at step 4");
        (await account.ResultAsync(job.JobId))!.Attempt.Should().Be(2);
        (await account.StateAsync(job.JobId))!.CheckpointStep.Should().Be(4);
    }

    [Fact]
    public async Task A_stage_that_does_not_come_to_a_step_is_handed_back_before_the_process_must_be_gone()
    {
        var job = SampleJobs.Training();
        using var stopping = new CancellationTokenSource();
        var queue = await JobQueue.WithAsync(account.Clients, job);
        var endedInTime = false;
        using var runner = new TestRunner(account.Clients, _ => new ScriptedStage((_, ended) =>
        {
            stopping.Cancel();
            endedInTime = ended.WaitHandle.WaitOne(TimeSpan.FromSeconds(20));
            ended.ThrowIfCancellationRequested();
            return ScriptedStage.Done;
        }));
        await runner.RunNextAsync(queue, stopping.Token);

        endedInTime.Should().BeTrue("scoring on held-out photographs looks at this token alone");
        (await account.ResultAsync(job.JobId)).Should().BeNull();
        (await account.StateAsync(job.JobId))!.Failures.Should().BeEmpty();
        (await queue.IsVisibleAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task An_attempt_that_lost_its_job_stores_neither_checkpoint_nor_output()
    {
        var job = SampleJobs.Training();
        var (ended, savedLate) = (false, true);
        var (result, runner) = await RunAsync(job, (context, lost) =>
        {
            var state = account.Clients.Blob(Containers.Jobs, JobBlobs.State(job.JobId));
            Azure.Storage.Blobs.Specialized.SpecializedBlobExtensions.GetBlobLeaseClient(state).Break(TimeSpan.Zero, cancellationToken: CancellationToken.None);
            ended = lost.WaitHandle.WaitOne(TimeSpan.FromSeconds(20));
            File.WriteAllBytes(Path.Combine(context.CheckpointFolder, "state"), Encoding.UTF8.GetBytes("late"));
            File.WriteAllBytes(Path.Combine(context.OutputFolder, "generator.safetensors"), [1]);
            try
            {
                context.Save(new StageCheckpoint(context.CheckpointFolder, 4));
            }
            catch (OperationCanceledException)
            {
                savedLate = false;
            }

            return ScriptedStage.Done;
        });
        using (runner)
        {
            (ended, savedLate).Should().Be((true, false), "a lost job is not worth another step");
            result.Should().BeNull();
            (await account.NamesAsync(Containers.Runs, $"{job.Training!.RunId}/")).Should().BeEmpty();
        }
    }

    private async Task<(JobResult? Result, TestRunner Runner)> RunAsync(JobMessage job, Func<StageContext, CancellationToken, StageResult> script)
    {
        var runner = new TestRunner(account.Clients, _ => new ScriptedStage(script));
        await runner.RunNextAsync(await JobQueue.WithAsync(account.Clients, job));
        return (await account.ResultAsync(job.JobId), runner);
    }
}
