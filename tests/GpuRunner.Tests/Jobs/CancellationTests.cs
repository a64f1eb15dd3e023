using CloudRestore.Core.Jobs;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Tests.Support;

namespace CloudRestore.GpuRunner.Tests.Jobs;

public sealed class CancellationTests(StorageAccount account)
{
    [Fact]
    public async Task A_job_cancelled_before_it_began_is_not_begun()
    {
        var job = SampleJobs.Restoration();
        var queue = await JobQueue.WithAsync(account.Clients, job);
        await WishAsync(Containers.Jobs, JobBlobs.Cancel(job.JobId));
        var handler = new ScriptedHandler();
        using var runner = new TestRunner(account.Clients, handler);
        await runner.RunNextAsync(queue);

        handler.Attempts.Should().BeEmpty();
        await BeCancelledAsync(job, queue);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wish_to_cancel_the_job_or_its_run_ends_the_job_while_it_runs(bool wholeRun)
    {
        var job = SampleJobs.Training();
        var queue = await JobQueue.WithAsync(account.Clients, job);
        var handler = new ScriptedHandler(async attempt =>
        {
            await (wholeRun ? WishAsync(Containers.Runs, RunBlobs.Cancel(job.Training!.RunId)) : WishAsync(Containers.Jobs, JobBlobs.Cancel(job.JobId)));
            await Task.Delay(TimeSpan.FromSeconds(20), attempt.Cancelled);
        });
        using var runner = new TestRunner(account.Clients, handler);
        await runner.RunNextAsync(queue);

        handler.Attempts.Should().ContainSingle();
        handler.Failed.Should().BeEmpty("a cancelled job has not failed");
        await BeCancelledAsync(job, queue);
    }

    [Fact]
    public async Task A_job_that_ends_before_it_notices_the_wish_has_succeeded()
    {
        var job = SampleJobs.Training();
        var queue = await JobQueue.WithAsync(account.Clients, job);
        var handler = new ScriptedHandler(async attempt =>
        {
            await WishAsync(Containers.Jobs, JobBlobs.Cancel(job.JobId));
            await Eventually.BeAsync(() => attempt.Cancelled.IsCancellationRequested, "the wish to be seen");
        });
        using var runner = new TestRunner(account.Clients, handler);
        await runner.RunNextAsync(queue);

        (await account.ResultAsync(job.JobId))!.Outcome.Should().Be(JobOutcome.Succeeded);
    }

    private async Task BeCancelledAsync(JobMessage job, JobQueue queue)
    {
        var result = (await account.ResultAsync(job.JobId))!;
        (result.Outcome, result.Output, result.Reason).Should().Be((JobOutcome.Cancelled, null, "It was cancelled."));
        (await account.AnnouncedAsync(job.JobId)).Should().Equal(JobOutcome.Cancelled);
        (await queue.CountAsync()).Should().Be(0);
        (await queue.PoisonAsync()).Should().BeEmpty();
    }

    private Task<bool> WishAsync(string container, string path) => account.Clients.Blob(container, path).CreateJsonAsync(new { }, CancellationToken.None);
}
