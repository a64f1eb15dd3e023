using System.Net;
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

    [Fact]
    public async Task A_runner_that_may_end_when_idle_ends_by_itself_with_success()
    {
        await using var runner = await RunnerProcess.StartReadyAsync(
            account.ConnectionString, _scratch.FullPath, ("Worker__Queues", "gpu-train"), ("Worker__Visibility", "00:00:02"), ("Worker__IdleExit", "00:00:02"));
        await runner.Process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        runner.Process.ExitCode.Should().Be(0, runner.Output);
        runner.Output.Should().Contain("gpu-train has been empty for 2 s");
    }

    [Fact]
    public async Task A_runner_says_over_HTTP_that_it_lives_and_whether_it_serves_its_queues()
    {
        var ports = FreePort.Take(3);
        var nobody = $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;BlobEndpoint=http://127.0.0.1:{ports[2]}/a;QueueEndpoint=http://127.0.0.1:1/a;";
        await using var serving = await RunnerProcess.StartReadyAsync(account.ConnectionString, _scratch.FullPath, ("Worker__HealthPort", $"{ports[0]}"));
        await using var waiting = RunnerProcess.Start(nobody, _scratch.FullPath, ("Worker__HealthPort", $"{ports[1]}"));

        (await AskAsync(serving, ports[0], "live")).Should().Be(HttpStatusCode.OK);
        (await AskAsync(serving, ports[0], "ready")).Should().Be(HttpStatusCode.OK);
        (await AskAsync(serving, ports[0], "elsewhere")).Should().Be(HttpStatusCode.NotFound);
        (await AskAsync(waiting, ports[1], "live")).Should().Be(HttpStatusCode.OK);
        (await AskAsync(waiting, ports[1], "ready")).Should().Be(HttpStatusCode.ServiceUnavailable);
        (await serving.TerminateAsync()).ExitCode.Should().Be(0, serving.Output);
        (await waiting.TerminateAsync()).ExitCode.Should().Be(0, waiting.Output);
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

    private static async Task<HttpStatusCode> AskAsync(RunnerProcess runner, int port, string path)
    {
        using var client = new HttpClient();
        HttpStatusCode? status = null;
        await Eventually.BeAsync(
            async () =>
            {
                try
                {
                    using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/{path}"));
                    status = answer.StatusCode;
                }
                catch (HttpRequestException)
                {
                    // It does not listen yet.
                }

                return status is not null || runner.Process.HasExited;
            },
            $"an answer from /{path}",
            seconds: 120);
        return status ?? throw new InvalidOperationException(runner.Output);
    }
}
