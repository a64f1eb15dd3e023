using CloudRestore.Core.Jobs;
using CloudRestore.Core.Serialization;
using CloudRestore.GpuRunner.Jobs;
using CloudRestore.GpuRunner.Tests.Support;

namespace CloudRestore.GpuRunner.Tests.Jobs;

public sealed class FailureTests(StorageAccount account)
{
    [Fact]
    public async Task A_failed_attempt_is_recorded_and_tried_again_and_may_succeed()
    {
        var job = SampleJobs.Training();
        var queue = await JobQueue.WithAsync(account.Clients, job);
        var handler = new ScriptedHandler(attempt => attempt.Number == 1 ? throw new IOException("The disk is full.\nStack and all.") : Task.CompletedTask);
        using var runner = new TestRunner(account.Clients, handler);
        await runner.RunNextAsync(queue);

        var failure = (await account.StateAsync(job.JobId))!.Failures.Should().ContainSingle().Subject;
        (failure.Attempt, failure.Reason).Should().Be((1, "The disk is full. (IOException)"));
        (await account.ResultAsync(job.JobId)).Should().BeNull();
        (await account.AnnouncedAsync(job.JobId)).Should().BeEmpty();

        await runner.RunNextAsync(queue);
        var result = (await account.ResultAsync(job.JobId))!;
        (result.Outcome, result.Attempt).Should().Be((JobOutcome.Succeeded, 2));
        handler.Failed.Should().BeEmpty();
    }

    [Fact]
    public async Task The_wait_before_another_attempt_doubles()
    {
        var traffic = new StorageTraffic();
        using var runner = new TestRunner(
            traffic.Clients(account.ConnectionString), new ScriptedHandler(_ => throw new IOException("No.")), options => options.RetryDelay = TimeSpan.FromSeconds(1));
        var queue = await JobQueue.WithAsync(runner.Storage, SampleJobs.Training());
        for (var failure = 1; failure <= 3; failure++)
        {
            await Eventually.BeAsync(queue.IsVisibleAsync, "the message to come back");
            await runner.RunNextAsync(queue);
        }

        traffic.Seen.Where(request => request.StartsWith("PUT", StringComparison.Ordinal) && request.Contains("visibilitytimeout=")).Select(request => request.Split("visibilitytimeout=")[1])
            .Should().Equal("1", "2", "4");
    }

    [Fact]
    public async Task After_the_last_allowed_failure_the_message_is_poison_and_the_job_has_failed_with_a_reason()
    {
        var job = SampleJobs.Training();
        var queue = await JobQueue.WithAsync(account.Clients, job);
        var handler = new ScriptedHandler(_ => throw new IOException("The disk is full."));
        using var runner = new TestRunner(account.Clients, handler, options => options.MaxFailures = 3);
        for (var delivery = 1; delivery <= 3; delivery++)
            await runner.RunNextAsync(queue);

        handler.Attempts.Select(attempt => attempt.Number).Should().Equal(1, 2, 3);
        var result = (await account.ResultAsync(job.JobId))!;
        (result.Outcome, result.Attempt, result.Output).Should().Be((JobOutcome.Failed, 3, null));
        result.Reason.Should().Be("It failed 3 times, the last time with: The disk is full. (IOException)");
        handler.Failed.Should().ContainSingle().Which.Reason.Should().Be(result.Reason);
        var poison = (await queue.PoisonAsync()).Should().ContainSingle().Subject;
        WireDocument.Read<JobMessage>(System.Text.Encoding.UTF8.GetBytes(poison)).JobId.Should().Be(job.JobId);
        (await queue.CountAsync()).Should().Be(0);
        (await account.AnnouncedAsync(job.JobId)).Should().Equal(JobOutcome.Failed);
        runner.Log.Errors.Should().Contain(line => line.Contains(job.JobId) && line.Contains("has failed"));
    }

    [Fact]
    public async Task A_permanent_failure_is_not_tried_again()
    {
        var job = SampleJobs.Training();
        var queue = await JobQueue.WithAsync(account.Clients, job);
        var handler = new ScriptedHandler(_ => throw new PermanentFailureException("There is no such thing."));
        using var runner = new TestRunner(account.Clients, handler);
        await runner.RunNextAsync(queue);

        var result = (await account.ResultAsync(job.JobId))!;
        (result.Outcome, result.Reason).Should().Be((JobOutcome.Failed, "There is no such thing."));
        handler.Failed.Should().ContainSingle().Which.Error.Should().BeOfType<PermanentFailureException>();
        (await queue.CountAsync()).Should().Be(0);
        (await queue.PoisonAsync()).Should().BeEmpty("a person finds the reason in the result");
    }

    [Fact]
    public async Task A_job_that_kills_its_runner_again_and_again_fails_after_as_many_attempts()
    {
        var job = SampleJobs.Training();
        var queue = await JobQueue.WithAsync(account.Clients, job);
        var handler = new ScriptedHandler(Killed.ByItsJobAsync);
        for (var delivery = 1; delivery <= 3; delivery++)
            await Killed.WhileItRunsAsync(account, queue, handler, job);
        handler.Attempts.Should().HaveCount(3);

        using var next = new TestRunner(account.Clients, handler, options => options.MaxAttemptsWithoutProgress = 3);
        await next.RunNextAsync(queue);
        handler.Attempts.Should().HaveCount(3, "there is no fourth attempt");
        var result = (await account.ResultAsync(job.JobId))!;
        result.Outcome.Should().Be(JobOutcome.Failed);
        result.Reason.Should().StartWith("It was begun 3 times without coming to a newer checkpoint or an end");
        (await queue.PoisonAsync()).Should().ContainSingle();
        handler.Failed.Should().ContainSingle();
    }

    [Fact]
    public async Task A_newer_checkpoint_counts_as_progress()
    {
        var job = SampleJobs.Training();
        var queue = await JobQueue.WithAsync(account.Clients, job);
        var handler = new ScriptedHandler(Killed.ByItsJobAsync);
        for (var delivery = 1; delivery <= 4; delivery++)
        {
            await Killed.WhileItRunsAsync(account, queue, handler, job, options => options.MaxAttemptsWithoutProgress = 2);
            handler.CheckpointStep += delivery % 2 == 0 ? 10 : 0;
        }

        handler.Attempts.Should().HaveCount(4);
        var state = (await account.StateAsync(job.JobId))!;
        (state.Attempt, state.AttemptsWithoutProgress, state.CheckpointStep).Should().Be((4, 2, 10));
    }
}
