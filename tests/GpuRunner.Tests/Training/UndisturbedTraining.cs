using CloudRestore.Core.Jobs;
using CloudRestore.GpuRunner.Tests.Support;

namespace CloudRestore.GpuRunner.Tests.Training;

/// <summary>One undisturbed run of the first stage, for several tests.</summary>
public sealed class UndisturbedTraining(StorageAccount account) : IAsyncLifetime
{
    public JobResult Result { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await TrainingData.UploadAsync(account.Clients);
        var job = SampleJobs.Training();
        using var runner = new TestRunner(account.Clients);
        await runner.RunNextAsync(await JobQueue.WithAsync(account.Clients, job));
        Result = (await account.ResultAsync(job.JobId))!;
        Result.Reason.Should().BeNull();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
