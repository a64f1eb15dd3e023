using CloudRestore.Core.Jobs;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.GpuJobs;
using CloudRestore.Functions.Restorations;
using CloudRestore.Functions.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudRestore.Functions.Tests.GpuJobs;

public class DeliveryTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_whose_every_message_comes_twice_has_one_set_of_results()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.", async job =>
        {
            await app.Runner.SucceedAsync(job);
            await app.Runner.SucceedAsync(job);
        });

        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id));
        var run = await app.TrainingAsync(id);
        foreach (var stage in JobKindNames.TrainingStages)
            await app.Runner.TellAsync($"{id}.{JobKindNames.NameOf(stage)}", JobOutcome.Failed);
        await Task.Delay(1500, Token);

        run.Status.Should().Be(RunStatus.Succeeded);
        run.Stages.Select(stage => stage.Name).Should().OnlyHaveUniqueItems();
        app.Runner.TakenOf(id).Select(job => job.Kind).Should().Equal(JobKindNames.TrainingStages);
        (await app.TrainingAsync(id)).Should().BeEquivalentTo(run);
    }

    [Fact]
    public async Task A_result_without_its_message_is_found_at_the_next_look()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.", job => app.Runner.SucceedAsync(job, tell: false));
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id));

        (await app.TrainingAsync(id)).Status.Should().Be(RunStatus.Succeeded);
    }

    [Fact]
    public async Task A_message_that_comes_before_its_result_changes_nothing()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.pretrain-generator", async job =>
        {
            await app.Runner.TellAsync(job.JobId, JobOutcome.Succeeded);
            await Task.Delay(1500, Token);
            await app.Runner.FailAsync(job, "The message was wrong.");
        });
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id));

        (await app.TrainingAsync(id)).Reason.Should().Be("The stage pretrain-generator failed: The message was wrong.");
    }

    [Fact]
    public async Task A_runner_that_falls_silent_has_its_job_queued_again_and_then_failed()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.", app.Runner.BeatAsync);
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id));

        (await app.TrainingAsync(id)).Reason.Should().Be(
            "The stage pretrain-generator failed: The GPU runner fell silent for more than 4 seconds, also after the job was queued again: see the runner's log.");
        app.Runner.TakenOf(id).Should().HaveCount(2);
    }

    [Fact]
    public async Task A_job_that_has_ended_is_not_queued_again()
    {
        var job = RestorationOf(FunctionApp.NewId("job"));
        await app.Runner.FinishAsync(job, JobOutcome.Failed, null, "It is over.", tell: false);

        await Activities().EnqueueJob(job, Token);
        await Task.Delay(500, Token);

        app.Runner.TakenOf(job.JobId.Split('.')[0]).Should().BeEmpty();
    }

    [Fact]
    public async Task A_job_that_is_closed_after_its_runner_finished_keeps_the_runners_result()
    {
        var job = RestorationOf(FunctionApp.NewId("job"));
        await app.Runner.FinishAsync(job, JobOutcome.Succeeded, job.Restoration!.Target, null, tell: false);

        var end = await Activities().CloseJob(new JobClosing(job, false, "Too late.", app.Clock.GetUtcNow().UtcDateTime), Token);

        end.Outcome.Should().Be(JobOutcome.Succeeded);
        (await ErrorOf(job)).Should().BeNull();
    }

    [Fact]
    public async Task A_photograph_that_no_runner_took_gets_an_error_document()
    {
        var job = RestorationOf(FunctionApp.NewId("job"));
        var closing = new JobClosing(job, false, "No GPU runner took the job.", app.Clock.GetUtcNow().UtcDateTime);

        (await Activities().CloseJob(closing, Token)).Should().Be(await Activities().CloseJob(closing, Token));

        (await ErrorOf(job)).Should().Match<RestorationError>(error =>
            error.Reason == "No GPU runner took the job." && error.Job == job.JobId && error.Name == job.Restoration!.Source.Path);
    }

    [Fact]
    public async Task A_message_about_a_job_that_nobody_waits_for_is_dropped()
    {
        await app.Runner.TellAsync("job-nobody-knows", JobOutcome.Succeeded);
        await Task.Delay(2500, Token);

        (await app.Storage.Queue(Queues.GpuResults).PeekMessagesAsync(32, Token)).Value
            .Select(message => message.Body.ToString()).Should().NotContain(text => text.Contains("job-nobody-knows"));
    }

    [Fact]
    public Task A_message_that_cannot_be_read_is_an_error_that_ends_in_the_poison_queue() =>
        FluentActions.Invoking(() => new GpuResultsTrigger(null!, NullLogger<GpuResultsTrigger>.Instance).RunAsync("{}", null!, Token))
            .Should().ThrowAsync<WireFormatException>().WithMessage("*has no version*");

    private GpuJobActivities Activities() => new(app.Storage, new ErrorDocuments(app.Storage), NullLogger<GpuJobActivities>.Instance);

    private Task<RestorationError?> ErrorOf(JobMessage job) =>
        app.Storage.Blob(Containers.Restored, RestoredBlobs.ErrorOf(job.Restoration!.Target.Path)).ReadJsonAsync<RestorationError>(Token);

    private static JobMessage RestorationOf(string owner) => new()
    {
        JobId = $"{owner}.0",
        Kind = JobKind.Restore,
        Restoration = new RestorationJob
        {
            Source = new BlobAddress(Containers.Uploads, $"{owner}/cat.jpg"),
            Target = new BlobAddress(Containers.Restored, $"{owner}/cat.jpg"),
            Model = FunctionApp.Model,
        },
    };
}
