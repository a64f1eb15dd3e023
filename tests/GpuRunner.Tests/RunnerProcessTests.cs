using System.Security.Cryptography;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Tests.Support;
using CloudRestore.Testing;

namespace CloudRestore.GpuRunner.Tests;

/// <summary>Runners in processes of their own. They serve the real queues, and so have a storage account for themselves.</summary>
public sealed class RunnerProcessTests : IAsyncLifetime
{
    // Some seconds of training, with a checkpoint every so often.
    private static readonly Dictionary<string, string> Long = new() { ["pretrainGenerator.phases.1.steps"] = "24" };

    private readonly StorageAccount _account = new();
    private readonly TemporaryFolder _scratch = new();
    private readonly TemporaryFolder _temporary = new();

    public async ValueTask InitializeAsync()
    {
        await _account.InitializeAsync();
        await TrainingData.UploadAsync(_account.Clients);
    }

    public async ValueTask DisposeAsync()
    {
        await _account.DisposeAsync();
        _scratch.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public async Task A_runner_that_is_terminated_or_killed_in_the_middle_of_a_stage_is_followed_by_one_that_ends_with_the_same_weights()
    {
        var (disturbed, undisturbed) = (SampleJobs.Training(overrides: Long), SampleJobs.Training(overrides: Long));
        await using (var terminated = await StartAsync())
        {
            await SendAsync(disturbed);
            await StepAsync(disturbed, 5, terminated);
            var (exitCode, seconds) = await terminated.TerminateAsync();
            exitCode.Should().Be(0, terminated.Output);
            seconds.Should().BeLessThan(20);
            Directory.GetFileSystemEntries(_scratch.FullPath).Should().BeEmpty("a runner that stops cleans up");
        }

        (await _account.Clients.Queue(Queues.GpuTrain).PeekMessageAsync()).Value.Should().NotBeNull("the message is visible at once");
        var stored = await CheckpointAsync(disturbed);
        stored.Should().BeGreaterThanOrEqualTo(5, "SIGTERM stores a checkpoint");

        await using (var killed = await StartAsync(("Worker__CheckpointInterval", "00:00:00.2")))
        {
            await Eventually.BeAsync(async () => await CheckpointAsync(disturbed) > stored, "a newer checkpoint", seconds: 60);
            (await _account.StateAsync(disturbed.JobId))!.Attempt.Should().Be(2, killed.Output);
            await killed.KillAsync();
        }

        Directory.GetDirectories(_scratch.FullPath).Should().ContainSingle("nobody could clean up");
        Directory.GetFiles(_temporary.FullPath, "cloudrestore-*").Should().BeEmpty("nobody would sweep those");
        await using var last = await StartAsync();
        Directory.GetDirectories(_scratch.FullPath).Should().ContainSingle("what the killed one left is swept");
        await SendAsync(undisturbed);
        await Eventually.BeAsync(
            async () => await _account.ResultAsync(disturbed.JobId) is not null && await _account.ResultAsync(undisturbed.JobId) is not null, "both results", seconds: 90);

        var (one, other) = ((await _account.ResultAsync(disturbed.JobId))!, (await _account.ResultAsync(undisturbed.JobId))!);
        (one.Outcome, one.Attempt, one.Reason).Should().Be((JobOutcome.Succeeded, 3, null), last.Output);
        (other.Outcome, other.Attempt).Should().Be((JobOutcome.Succeeded, 1), last.Output);
        one.Metrics.Should().BeEquivalentTo(other.Metrics);
        (await HashesAsync(one)).Should().BeEquivalentTo(await HashesAsync(other));
        (await last.TerminateAsync()).ExitCode.Should().Be(0);
    }

    private Task<RunnerProcess> StartAsync(params (string Name, string Value)[] settings) =>
        RunnerProcess.StartReadyAsync(_account.ConnectionString, _scratch.FullPath, [("TMPDIR", _temporary.FullPath), .. settings]);

    private async Task SendAsync(JobMessage job) =>
        await _account.Clients.Queue(Queues.For(job.Kind)).SendMessageAsync(BinaryData.FromBytes(WireDocument.Write(job)));

    private Task StepAsync(JobMessage job, long step, RunnerProcess runner) => Eventually.BeAsync(
        async () => runner.Process.HasExited
            || (await _account.Clients.Blob(Containers.Runs, RunBlobs.Progress(job.Training!.RunId, job.Kind)).ReadJsonAsync<StageProgress>(default))?.Step >= step,
        $"step {step}", seconds: 60);

    private async Task<long?> CheckpointAsync(JobMessage job) =>
        (await _account.Clients.Blob(Containers.Runs, RunBlobs.LatestCheckpoint(job.Training!.RunId, job.Kind)).ReadJsonAsync<GpuRunner.Checkpoints.CheckpointPointer>(default))?.Latest.Step;

    private async Task<Dictionary<string, string>> HashesAsync(JobResult result)
    {
        var hashes = new Dictionary<string, string>();
        foreach (var name in await _account.NamesAsync(Containers.Runs, result.Output!.Path))
            hashes[name] = Convert.ToHexString(SHA256.HashData(await _account.BytesAsync(Containers.Runs, result.Output.Path + name)));
        return hashes;
    }
}
