using Azure.Storage.Blobs.Specialized;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Messages;
using CloudRestore.GpuRunner.Tests.Support;

namespace CloudRestore.GpuRunner.Tests.Jobs;

public sealed class LossTests(StorageAccount account)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_attempt_whose_lease_another_broke_writes_nothing_more(bool notices)
    {
        var job = SampleJobs.Training();
        var queue = await JobQueue.WithAsync(account.Clients, job);
        var handler = new ScriptedHandler(async attempt =>
        {
            var lease = StateOf(job).GetBlobLeaseClient();
            await lease.BreakAsync(TimeSpan.Zero);
            await lease.AcquireAsync(TimeSpan.FromSeconds(60));
            if (notices)
                await Task.Delay(TimeSpan.FromSeconds(20), attempt.Lost);
        });
        using var runner = new TestRunner(account.Clients, handler, options => options.Heartbeat = TimeSpan.FromMilliseconds(notices ? 50 : 5000));
        await runner.RunNextAsync(queue);

        (await account.ResultAsync(job.JobId)).Should().BeNull();
        (await account.AnnouncedAsync(job.JobId)).Should().BeEmpty();
        (await account.StateAsync(job.JobId))!.Failures.Should().BeEmpty();
        (await StateOf(job).GetPropertiesAsync()).Value.LeaseState.Should().Be(Azure.Storage.Blobs.Models.LeaseState.Leased, "the lease of the other is left alone");
        (await queue.CountAsync()).Should().Be(1, "the message is another's now");
        runner.Log.Lines.Should().Contain(line => line.Contains("was abandoned"));
    }

    [Fact]
    public async Task An_attempt_whose_message_another_took_writes_nothing_more()
    {
        var job = SampleJobs.Training();
        var queue = await JobQueue.WithAsync(account.Clients, job);
        var raw = await queue.TakeRawAsync();
        using var message = new HeldMessage(queue.Client, raw);
        var handler = new ScriptedHandler(async attempt =>
        {
            await queue.Client.UpdateMessageAsync(raw.MessageId, raw.PopReceipt, raw.Body, TimeSpan.FromSeconds(30));
            await Task.Delay(TimeSpan.FromSeconds(20), attempt.Lost);
        });
        using var runner = new TestRunner(account.Clients, handler, options => options.Visibility = TimeSpan.FromSeconds(2));
        await runner.Jobs.RunAsync(message, CancellationToken.None);

        (await account.ResultAsync(job.JobId)).Should().BeNull();
        (await account.StateAsync(job.JobId))!.Failures.Should().BeEmpty();
        (await queue.CountAsync()).Should().Be(1);
    }

    [Fact]
    public async Task The_state_is_not_written_once_the_lease_is_lost()
    {
        var job = SampleJobs.Training();
        var queue = await JobQueue.WithAsync(account.Clients, job);
        var successor = new JobState { JobId = job.JobId, Attempt = 2, Runner = "the-successor" };
        var handler = new ScriptedHandler(async attempt =>
        {
            var lease = StateOf(job).GetBlobLeaseClient();
            await lease.BreakAsync(TimeSpan.Zero);
            await lease.AcquireAsync(TimeSpan.FromSeconds(60));
            await StateOf(job).WriteJsonAsync(successor, lease.LeaseId, CancellationToken.None);
            await Task.Delay(TimeSpan.FromSeconds(20), attempt.Lost);
        });
        using var runner = new TestRunner(account.Clients, handler);
        await runner.RunNextAsync(queue);

        (await account.StateAsync(job.JobId)).Should().BeEquivalentTo(successor);
    }

    private Azure.Storage.Blobs.BlobClient StateOf(JobMessage job) => account.Clients.Blob(Containers.Jobs, JobBlobs.State(job.JobId));
}
