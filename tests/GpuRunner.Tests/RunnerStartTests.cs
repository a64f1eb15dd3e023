using CloudRestore.Core.Jobs;
using CloudRestore.GpuRunner.Tests.Support;
using CloudRestore.Stack;
using CloudRestore.Testing;

namespace CloudRestore.GpuRunner.Tests;

/// <summary>How a process begins and ends that has nothing to do.</summary>
public sealed class RunnerStartTests(StorageAccount account) : IDisposable
{
    private readonly TemporaryFolder _scratch = new();

    [Fact]
    public async Task An_idle_runner_ends_at_once()
    {
        await using var runner = await RunnerProcess.StartReadyAsync(account.ConnectionString, _scratch.FullPath);
        var (exitCode, seconds) = await runner.TerminateAsync();
        exitCode.Should().Be(0, runner.Output);
        seconds.Should().BeLessThan(10);
    }

    [Fact]
    public async Task A_runner_whose_storage_is_not_there_yet_says_so_and_waits()
    {
        var nobody = $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;BlobEndpoint=http://127.0.0.1:{FreePort.Take(1)[0]}/a;QueueEndpoint=http://127.0.0.1:1/a;";
        await using var runner = RunnerProcess.Start(nobody, _scratch.FullPath);
        await Eventually.BeAsync(() => runner.Output.Contains("Storage does not answer yet, and is asked again: ") || runner.Process.HasExited, "the runner to say so", seconds: 60);
        runner.Output.Should().NotContain(RunnerLog.ReadyLine).And.NotContain("   at ");
        (await runner.TerminateAsync()).ExitCode.Should().Be(0, runner.Output);
    }

    [Theory]
    [InlineData("Worker__Queues", "gpu-paint", "Worker:Queues is 'gpu-paint': give one or both of gpu-restore, gpu-train, separated by a comma.")]
    [InlineData("Worker__Lease", "soon", "Failed to convert configuration value 'soon' at 'Worker:Lease'")]
    [InlineData("AzureWebJobsStorage", "", "No storage account is configured: set AzureWebJobsStorage to a connection string")]
    [InlineData("AzureWebJobsStorage", "nonsense", "The setting AzureWebJobsStorage is not a connection string of a storage account: Settings must be of the form")]
    public async Task A_setting_that_cannot_be_used_ends_the_process_with_one_sentence(string name, string value, string sentence)
    {
        await using var runner = RunnerProcess.Start(account.ConnectionString, _scratch.FullPath, (name, value));
        await runner.Process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        runner.Process.ExitCode.Should().Be(2, runner.Output);
        runner.Output.Should().Contain(sentence).And.NotContain("   at ", "nobody needs a stack trace");
    }

    public void Dispose() => _scratch.Dispose();
}
