using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;
using CloudRestore.EndToEnd.Support;

namespace CloudRestore.EndToEnd;

public sealed class DuplicateMessagesTests(TrainedStack stack)
{
    private const string Run = "twice";

    private static readonly TimeSpan StageLimit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Every_message_delivered_twice_gives_one_set_of_results()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await stack.Stack.Runner!.StopAsync(TimeSpan.FromSeconds(20));
        await stack.StartAsync(Run);
        foreach (var stage in JobKindNames.TrainingStages)
        {
            // With no runner about, the stage's message waits in the queue to be copied.
            await CopyMessageAsync(Queues.GpuTrain, $"{Run}.{JobKindNames.NameOf(stage)}");
            await stack.Stack.StartRunnerAsync(cancellationToken);
            await Eventually.TrueAsync(() => HasResultAsync(stage), $"{JobKindNames.NameOf(stage)} has a result", StageLimit);
            await TellTwiceAsync(stage);
            await stack.Stack.Runner!.StopAsync(TimeSpan.FromSeconds(20));
        }

        await stack.Stack.StartRunnerAsync(cancellationToken);
        var run = await stack.EndAsync(Run);

        run.Status.Should().Be(RunStatus.Succeeded, run.Reason);
        (await stack.WeightsAsync(Run)).Should().Equal(await stack.WeightsAsync(TrainedStack.UndisturbedRun));
        foreach (var stage in JobKindNames.TrainingStages)
            (await OutputFoldersAsync(stage)).Should().Equal([$"{Run}/{JobKindNames.NameOf(stage)}/attempt-1/"], "the copy did no work");
        await Eventually.TrueAsync(() => IsEmptyAsync(Queues.GpuTrain), "no copy is left", StageLimit);
        foreach (var queue in Queues.All)
            (await IsEmptyAsync(Queues.PoisonOf(queue))).Should().BeTrue();
    }

    private async Task CopyMessageAsync(string name, string jobId)
    {
        var queue = stack.Stack.Storage.Queue(name);
        await Eventually.TrueAsync(
            async () =>
            {
                var waiting = await queue.PeekMessagesAsync(32, TestContext.Current.CancellationToken);
                if (waiting.Value.FirstOrDefault(message => message.Body.ToString().Contains(jobId, StringComparison.Ordinal)) is not { } found)
                    return false;
                await queue.SendMessageAsync(found.Body, cancellationToken: TestContext.Current.CancellationToken);
                return true;
            },
            $"a message about {jobId} is in {name}",
            StageLimit);
    }

    private async Task TellTwiceAsync(JobKind stage)
    {
        var finished = WireDocument.Write(new JobFinished { JobId = $"{Run}.{JobKindNames.NameOf(stage)}", Outcome = JobOutcome.Succeeded });
        await stack.Stack.Storage.Queue(Queues.GpuResults).SendMessageAsync(BinaryData.FromBytes(finished), cancellationToken: TestContext.Current.CancellationToken);
    }

    private async Task<bool> HasResultAsync(JobKind stage) =>
        await stack.Stack.Storage.Blob(Containers.Jobs, JobBlobs.Result($"{Run}.{JobKindNames.NameOf(stage)}")).ExistsAsync(TestContext.Current.CancellationToken);

    private async Task<List<string>> OutputFoldersAsync(JobKind stage)
    {
        var folders = new List<string>();
        var prefix = $"{Run}/{JobKindNames.NameOf(stage)}/attempt-";
        await foreach (var item in stack.Stack.Storage.Container(Containers.Runs)
            .GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", prefix, TestContext.Current.CancellationToken))
        {
            folders.Add(item.Prefix);
        }

        return folders;
    }

    private async Task<bool> IsEmptyAsync(string queue) =>
        (await stack.Stack.Storage.Queue(queue).GetPropertiesAsync(TestContext.Current.CancellationToken)).Value.ApproximateMessagesCount == 0;
}
