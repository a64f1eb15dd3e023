using CloudRestore.Core.Jobs;
using CloudRestore.GpuRunner.Jobs;
using CloudRestore.GpuRunner.Tests.Support;

namespace CloudRestore.GpuRunner.Tests.Jobs;

public sealed class HandBackTests(StorageAccount account)
{
    [Fact]
    public async Task A_runner_that_stops_gives_lease_and_message_to_the_next_at_once()
    {
        var job = SampleJobs.Training();
        var queue = await JobQueue.WithAsync(account.Clients, job);
        using var stopping = new CancellationTokenSource();
        var handler = new ScriptedHandler(async attempt =>
        {
            if (attempt.Number > 1)
                return;
            await stopping.CancelAsync();
            await Task.Delay(Timeout.Infinite, attempt.Stopping);
        });
        using var one = new TestRunner(account.Clients, handler);
        await one.RunNextAsync(queue, stopping.Token);

        (await queue.IsVisibleAsync()).Should().BeTrue();
        (await account.ResultAsync(job.JobId)).Should().BeNull();
        (await account.StateAsync(job.JobId))!.Failures.Should().BeEmpty("an eviction is not a failure");
        using var next = new TestRunner(account.Clients, handler);
        await next.RunNextAsync(queue);
        var result = (await account.ResultAsync(job.JobId))!;
        (result.Outcome, result.Attempt).Should().Be((JobOutcome.Succeeded, 2));
        (await queue.CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task A_job_that_cannot_be_done_has_failed_even_if_the_runner_stops()
    {
        var job = SampleJobs.Training();
        var queue = await JobQueue.WithAsync(account.Clients, job);
        using var stopping = new CancellationTokenSource();
        using var runner = new TestRunner(account.Clients, new ScriptedHandler(async _ =>
        {
            await stopping.CancelAsync();
            throw new PermanentFailureException("There is no such thing.");
        }));
        await runner.RunNextAsync(queue, stopping.Token);

        (await account.ResultAsync(job.JobId))!.Reason.Should().Be("There is no such thing.");
    }

    [Fact]
    public async Task A_job_that_is_done_as_the_runner_stops_is_done()
    {
        var job = SampleJobs.Training();
        var queue = await JobQueue.WithAsync(account.Clients, job);
        using var stopping = new CancellationTokenSource();
        using var runner = new TestRunner(account.Clients, new ScriptedHandler(_ => stopping.CancelAsync()));
        await runner.RunNextAsync(queue, stopping.Token);

        (await account.ResultAsync(job.JobId))!.Outcome.Should().Be(JobOutcome.Succeeded);
        (await queue.CountAsync()).Should().Be(0);
    }
}
