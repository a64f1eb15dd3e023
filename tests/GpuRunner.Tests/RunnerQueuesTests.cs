using CloudRestore.Core.Jobs;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Tests.Support;
using CloudRestore.Testing;

namespace CloudRestore.GpuRunner.Tests;

/// <summary>A process with both of its queues, and a storage account for itself.</summary>
public sealed class RunnerQueuesTests : IAsyncLifetime
{
    private readonly StorageAccount _account = new();
    private readonly TemporaryFolder _scratch = new();

    public async ValueTask InitializeAsync()
    {
        await _account.InitializeAsync();
        await TrainingData.UploadAsync(_account.Clients);
    }

    public async ValueTask DisposeAsync()
    {
        await _account.DisposeAsync();
        _scratch.Dispose();
    }

    [Fact]
    public async Task A_photograph_is_restored_while_a_stage_trains()
    {
        var model = await Models.RegisterAsync(_account);
        await _account.UploadAsync(Containers.Uploads, "photo.png", Pictures.Encoded());
        var (training, restoration) = (SampleJobs.Training(overrides: new Dictionary<string, string> { ["pretrainGenerator.phases.1.steps"] = "1000" }), SampleJobs.Restoration(model: model));
        await using var runner = await RunnerProcess.StartReadyAsync(_account.ConnectionString, _scratch.FullPath);
        await SendAsync(training);
        await Eventually.BeAsync(async () => await _account.StateAsync(training.JobId) is { Attempt: 1 }, "the stage to begin", seconds: 60);
        await SendAsync(restoration);
        await Eventually.BeAsync(async () => await _account.ResultAsync(restoration.JobId) is not null, "the photograph", seconds: 60);

        (await _account.ResultAsync(restoration.JobId))!.Reason.Should().BeNull();
        (await _account.ResultAsync(training.JobId)).Should().BeNull();
        var (exitCode, seconds) = await runner.TerminateAsync();
        exitCode.Should().Be(0, runner.Output);
        seconds.Should().BeLessThan(20);
    }

    private async Task SendAsync(JobMessage job) =>
        await _account.Clients.Queue(Queues.For(job.Kind)).SendMessageAsync(BinaryData.FromBytes(WireDocument.Write(job)));
}
