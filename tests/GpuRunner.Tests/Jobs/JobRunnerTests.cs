using CloudRestore.Core.Jobs;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Tests.Support;

namespace CloudRestore.GpuRunner.Tests.Jobs;

public sealed class JobRunnerTests(StorageAccount account)
{
    [Fact]
    public async Task A_job_that_is_done_has_a_result_an_announcement_and_no_message()
    {
        var job = SampleJobs.Training();
        var queue = await JobQueue.WithAsync(account.Clients, job);
        var handler = new ScriptedHandler();
        using var runner = new TestRunner(account.Clients, handler);
        await runner.RunNextAsync(queue);

        var result = (await account.ResultAsync(job.JobId))!;
        (result.Outcome, result.Attempt, result.Output, result.Reason).Should().Be((JobOutcome.Succeeded, 1, ScriptedHandler.OutputOf(job), null));
        result.Metrics.Should().Contain("loss", 0.5);
        result.FinishedAt.Should().BeOnOrAfter(result.StartedAt);
        (await account.AnnouncedAsync(job.JobId)).Should().Equal(JobOutcome.Succeeded);
        (await queue.CountAsync()).Should().Be(0);
        (await queue.PoisonAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task The_state_tells_attempt_runner_and_heartbeat_while_the_job_runs()
    {
        var job = SampleJobs.Training();
        var queue = await JobQueue.WithAsync(account.Clients, job);
        var first = default(DateTimeOffset?);
        var handler = new ScriptedHandler(async attempt =>
        {
            first = (await account.StateAsync(job.JobId))!.HeartbeatAt;
            await Eventually.BeAsync(async () => (await account.StateAsync(job.JobId))!.HeartbeatAt > first, "a heartbeat");
        });
        using var runner = new TestRunner(account.Clients, handler);
        await runner.RunNextAsync(queue);

        first.Should().NotBeNull();
        var state = (await account.StateAsync(job.JobId))!;
        (state.Attempt, state.Runner, state.AttemptsWithoutProgress).Should().Be((1, "the-test", 1));
        state.FirstStartedAt.Should().Be(state.StartedAt);
    }

    [Fact]
    public async Task A_duplicate_of_a_running_job_is_hidden_comes_back_and_then_only_announces()
    {
        var job = SampleJobs.Training();
        var queue = await JobQueue.WithAsync(account.Clients, job, job);
        var finish = new TaskCompletionSource();
        var handler = new ScriptedHandler(_ => finish.Task);
        using var one = new TestRunner(account.Clients, handler);
        using var other = new TestRunner(account.Clients, handler);
        var running = one.RunNextAsync(queue);
        await Eventually.BeAsync(() => handler.Attempts.Count == 1, "the job to begin");

        await other.RunNextAsync(queue);
        (await queue.IsVisibleAsync()).Should().BeFalse("it is tried again later, not at once");
        (await account.AnnouncedAsync(job.JobId)).Should().BeEmpty();
        finish.SetResult();
        await running;

        await Eventually.BeAsync(queue.IsVisibleAsync, "the duplicate to come back", seconds: 10);
        await other.RunNextAsync(queue);
        handler.Attempts.Should().ContainSingle();
        (await account.AnnouncedAsync(job.JobId)).Should().Equal(JobOutcome.Succeeded, JobOutcome.Succeeded);
        (await queue.CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Of_two_runners_that_get_the_same_job_at_once_one_does_it()
    {
        var job = SampleJobs.Training();
        var queue = await JobQueue.WithAsync(account.Clients, job, job);
        var handler = new ScriptedHandler(_ => Task.Delay(300));
        using var one = new TestRunner(account.Clients, handler);
        using var other = new TestRunner(account.Clients, handler);
        await Task.WhenAll(one.RunNextAsync(queue), other.RunNextAsync(queue));

        handler.Attempts.Should().ContainSingle();
        (await queue.CountAsync()).Should().Be(1, "the duplicate waits");
    }

    [Fact]
    public async Task A_job_longer_than_visibility_and_lease_stays_held()
    {
        var job = SampleJobs.Training();
        var queue = await JobQueue.WithAsync(account.Clients, job);
        var handler = new ScriptedHandler(attempt => Task.Delay(TimeSpan.FromSeconds(17), attempt.Lost));
        using var one = new TestRunner(account.Clients, handler, options => options.Visibility = TimeSpan.FromSeconds(2));
        using var other = new TestRunner(account.Clients, handler, options => options.Visibility = TimeSpan.FromSeconds(2));
        using var ended = new CancellationTokenSource();
        var serving = Task.WhenAll(one.Loop.RunAsync(queue.Name, ended.Token), other.Loop.RunAsync(queue.Name, ended.Token));
        await Eventually.BeAsync(async () => await account.ResultAsync(job.JobId) is not null, "the result", seconds: 40);
        await ended.CancelAsync();
        await serving;

        handler.Attempts.Should().ContainSingle();
        one.Log.Lines.Concat(other.Log.Lines).Should().NotContain(line => line.Contains("elsewhere"), "the message was never visible to the other");
        (await account.AnnouncedAsync(job.JobId)).Should().Equal(JobOutcome.Succeeded);
        (await queue.CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task A_result_of_another_hand_is_the_truth()
    {
        var job = SampleJobs.Training();
        var queue = await JobQueue.WithAsync(account.Clients, job);
        var cancelled = new JobResult
        {
            JobId = job.JobId,
            Kind = job.Kind,
            Outcome = JobOutcome.Cancelled,
            Attempt = 0,
            Reason = "It was cancelled.",
            StartedAt = DateTimeOffset.UnixEpoch,
            FinishedAt = DateTimeOffset.UnixEpoch,
        };
        using var runner = new TestRunner(account.Clients, new ScriptedHandler(_ => account.Clients.Blob(Containers.Jobs, JobBlobs.Result(job.JobId)).CreateJsonAsync(cancelled, default)));
        await runner.RunNextAsync(queue);

        (await account.ResultAsync(job.JobId))!.Outcome.Should().Be(JobOutcome.Cancelled);
        (await account.AnnouncedAsync(job.JobId)).Should().Equal(JobOutcome.Cancelled);
        (await queue.CountAsync()).Should().Be(0);
    }
}
