using System.Security.Cryptography;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Tests.Support;
using CloudRestore.Learning.Stages;

namespace CloudRestore.GpuRunner.Tests.Training;

/// <summary>The real stages of the preset <c>tiny</c>, in runners that are stopped and follow each other.</summary>
public sealed class ResumedTrainingTests(StorageAccount account, UndisturbedTraining undisturbed) : IClassFixture<UndisturbedTraining>
{
    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 5)] // the end of a phase
    [InlineData(6, 7)] // the last step
    public async Task A_stage_that_was_stopped_twice_and_resumed_ends_with_the_same_bits_and_figures(long first, long second)
    {
        var job = SampleJobs.Training();
        var queue = await JobQueue.WithAsync(account.Clients, job);
        foreach (var step in new[] { first, second })
        {
            using var stopping = new CancellationTokenSource();
            using var runner = new TestRunner(account.Clients, name => new SteppingStage(StageCatalog.Get(name), done =>
            {
                if (done >= step)
                    stopping.Cancel();
            }));
            await runner.RunNextAsync(queue, stopping.Token);
            (await account.ResultAsync(job.JobId)).Should().BeNull();
        }

        using var last = new TestRunner(account.Clients);
        await last.RunNextAsync(queue);
        var result = (await account.ResultAsync(job.JobId))!;
        result.Attempt.Should().Be(3);
        result.Metrics.Should().BeEquivalentTo(undisturbed.Result.Metrics);
        result.Metrics["loss"].Should().BeGreaterThan(0);
        (await HashesAsync(result)).Should().BeEquivalentTo(await HashesAsync(undisturbed.Result));
    }

    [Fact]
    public async Task Later_stages_work_from_what_earlier_ones_stored()
    {
        var generate = SampleJobs.Training(JobKind.Generate, inputs: new Dictionary<string, BlobAddress> { ["generator"] = undisturbed.Result.Output! });
        using var runner = new TestRunner(account.Clients);
        await runner.RunNextAsync(await JobQueue.WithAsync(account.Clients, generate));
        var generated = (await account.ResultAsync(generate.JobId))!;
        generated.Metrics.Should().Contain("photographs", 3);
        (await HashesAsync(generated)).Keys.Should().Equal("shard-00000.tar");
    }

    private async Task<SortedDictionary<string, string>> HashesAsync(JobResult result)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in await account.NamesAsync(Containers.Runs, result.Output!.Path))
            hashes[name] = Convert.ToHexString(SHA256.HashData(await account.BytesAsync(Containers.Runs, result.Output.Path + name)));
        return hashes;
    }
}
