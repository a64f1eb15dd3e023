using System.Text;
using Azure.Storage.Queues;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Serialization;
using CloudRestore.GpuRunner.Messages;
using CloudRestore.GpuRunner.Tests.Support;

namespace CloudRestore.GpuRunner.Tests.Messages;

public sealed class QueueLoopTests(StorageAccount account)
{
    [Theory]
    [InlineData("no JSON at all", "is not valid JSON of version 1")]
    [InlineData("", "is not valid JSON of version 1")]
    [InlineData("null", "has no version")]
    [InlineData("""{"version":2,"jobId":"a-job","kind":"gan"}""", "has version 2, and this release reads version 1: run the same release of the function app and the GPU runner.")]
    [InlineData("""{"version":1,"jobId":"../../etc","kind":"gan"}""", "is refused")]
    [InlineData("""{"version":1,"jobId":"a-job","kind":"restore"}""", "must carry exactly the data of its kind")]
    [InlineData("""{"version":1,"jobId":"a-job","kind":"paint"}""", "is not valid JSON of version 1")]
    public async Task A_message_that_cannot_be_read_goes_to_the_poison_queue_with_a_line_in_the_log(string body, string reason)
    {
        var queue = await JobQueue.CreateAsync(account.Clients);
        await queue.SendAsync(Encoding.UTF8.GetBytes(body));
        using var runner = await ServeUntilEmptyAsync(queue, account.Clients);

        (await queue.PoisonAsync()).Should().Equal(body);
        runner.Log.Errors.Should().ContainSingle().Which.Should().Contain(queue.Name + "-poison").And.Contain(reason);
    }

    [Fact]
    public async Task A_message_that_is_not_base64_goes_to_the_poison_queue_and_those_behind_it_are_served()
    {
        var job = SampleJobs.Training();
        var queue = await JobQueue.CreateAsync(account.Clients);
        await new QueueClient(account.ConnectionString, queue.Name).SendMessageAsync("{ plain text! }");
        await queue.SendAsync(WireDocument.Write(job));
        var log = new LogLines();
        var storage = Core.Storage.StorageClients.FromConnectionString(account.ConnectionString, new UndecodableMessages(log.For<UndecodableMessages>()).PoisonAsync);
        using var runner = await ServeUntilEmptyAsync(queue, storage);

        (await account.ResultAsync(job.JobId))!.Outcome.Should().Be(JobOutcome.Succeeded);
        (await queue.PoisonAsync()).Should().Equal("{ plain text! }");
        log.Errors.Should().ContainSingle().Which.Should().Contain(queue.Name + "-poison").And.Contain("base64");
        runner.Log.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Messages_are_taken_one_after_the_other()
    {
        var jobs = Enumerable.Range(0, 3).Select(_ => SampleJobs.Restoration()).ToArray();
        var queue = await JobQueue.WithAsync(account.Clients, jobs);
        var (running, most) = (0, 0);
        var handler = new ScriptedHandler(async _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(50);
            Interlocked.Decrement(ref running);
        });
        using var runner = await ServeUntilEmptyAsync(queue, account.Clients, handler);
        most.Should().Be(1);
        handler.Attempts.Select(attempt => attempt.Job.JobId).Should().BeEquivalentTo(jobs.Select(job => job.JobId));
    }

    [Fact]
    public async Task Every_message_delivered_twice_gives_one_set_of_results()
    {
        var jobs = Enumerable.Range(0, 4).Select(_ => SampleJobs.Training()).ToArray();
        var queue = await JobQueue.WithAsync(account.Clients, [.. jobs, .. jobs]);
        var handler = new ScriptedHandler();
        using var runner = await ServeUntilEmptyAsync(queue, account.Clients, handler);
        handler.Attempts.Should().HaveCount(4);
        foreach (var job in jobs)
            (await account.AnnouncedAsync(job.JobId)).Should().Equal(JobOutcome.Succeeded, JobOutcome.Succeeded);
    }

    [Fact]
    public async Task A_loop_that_stops_takes_no_further_message()
    {
        var queue = await JobQueue.WithAsync(account.Clients, SampleJobs.Restoration(), SampleJobs.Restoration());
        using var stopping = new CancellationTokenSource();
        var handler = new ScriptedHandler(_ => stopping.CancelAsync());
        using var runner = new TestRunner(account.Clients, handler);
        await runner.Loop.RunAsync(queue.Name, stopping.Token);
        handler.Attempts.Should().ContainSingle();
        (await queue.IsVisibleAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task A_loop_that_may_end_when_idle_ends_once_its_queue_is_empty()
    {
        var jobs = new[] { SampleJobs.Restoration(), SampleJobs.Restoration() };
        var queue = await JobQueue.WithAsync(account.Clients, jobs);
        var handler = new ScriptedHandler();
        using var runner = new TestRunner(account.Clients, handler, options => options.IdleExit = TimeSpan.FromMilliseconds(1));

        await runner.Loop.RunAsync(queue.Name, TestContext.Current.CancellationToken);

        handler.Attempts.Should().HaveCount(2);
    }

    [Fact]
    public async Task Until_its_time_is_over_an_idle_loop_takes_what_comes()
    {
        var queue = await JobQueue.CreateAsync(account.Clients);
        var time = new WaitCountingTime();
        var handler = new ScriptedHandler();
        using var runner = new TestRunner(account.Clients, handler, options => options.IdleExit = TimeSpan.FromMinutes(2), time);
        using var ended = new CancellationTokenSource();
        var serving = runner.Loop.RunAsync(queue.Name, ended.Token);
        await Eventually.BeAsync(() => time.Waiting == 1, "the loop to wait");

        await queue.SendAsync(WireDocument.Write(SampleJobs.Restoration()));
        time.Advance(TimeSpan.FromMinutes(2) - TimeSpan.FromSeconds(1));
        await Eventually.BeAsync(() => !handler.Attempts.IsEmpty || serving.IsCompleted, "the late job");

        handler.Attempts.Should().ContainSingle();
        await ended.CancelAsync();
        await serving;
    }

    private static async Task<TestRunner> ServeUntilEmptyAsync(JobQueue queue, Core.Storage.StorageClients storage, ScriptedHandler? handler = null)
    {
        var runner = new TestRunner(storage, handler ?? new ScriptedHandler());
        using var ended = new CancellationTokenSource();
        var serving = runner.Loop.RunAsync(queue.Name, ended.Token);
        await Eventually.BeAsync(async () => await queue.CountAsync() == 0, "the queue to be empty");
        await ended.CancelAsync();
        await serving;
        return runner;
    }
}
