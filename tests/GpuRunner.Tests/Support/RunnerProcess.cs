using System.Collections.Concurrent;
using System.Diagnostics;
using CloudRestore.Core.Jobs;

namespace CloudRestore.GpuRunner.Tests.Support;

/// <summary>The runner as it is deployed: a process of its own.</summary>
internal sealed class RunnerProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _lines = new();

    private RunnerProcess(Process process) => Process = process;

    public Process Process { get; }

    public string Output => string.Join('\n', _lines);

    public static RunnerProcess Start(string connectionString, string scratchFolder, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CloudRestore.GpuRunner.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        (string Name, string Value)[] all =
        [
            ("AzureWebJobsStorage", connectionString), ("Worker__ScratchFolder", scratchFolder), ("Worker__Device", "cpu"), ("Worker__Threads", "1"),
            ("Worker__Visibility", "00:00:15"), ("Worker__Lease", "00:00:15"), ("Worker__Heartbeat", "00:00:00.2"), ("Worker__LongestPoll", "00:00:00.2"),
            .. settings,
        ];
        foreach (var (name, value) in all)
            start.Environment[name] = value;
        var runner = new RunnerProcess(new Process { StartInfo = start });
        runner.Process.OutputDataReceived += (_, line) => runner.Keep(line.Data);
        runner.Process.ErrorDataReceived += (_, line) => runner.Keep(line.Data);
        runner.Process.Start();
        runner.Process.BeginOutputReadLine();
        runner.Process.BeginErrorReadLine();
        return runner;
    }

    public static async Task<RunnerProcess> StartReadyAsync(string connectionString, string scratchFolder, params (string Name, string Value)[] settings)
    {
        var runner = Start(connectionString, scratchFolder, settings);
        await Eventually.BeAsync(() => runner._lines.Contains(RunnerLog.ReadyLine) || runner.Process.HasExited, "the runner's ready line", seconds: 60);
        runner.Process.HasExited.Should().BeFalse(runner.Output);
        return runner;
    }

    /// <summary>Sends SIGTERM and waits for the end.</summary>
    /// <returns>Exit code and seconds.</returns>
    public async Task<(int ExitCode, double Seconds)> TerminateAsync()
    {
        var began = Stopwatch.GetTimestamp();
        using (var kill = Process.Start("kill", ["-TERM", $"{Process.Id}"]))
            await kill.WaitForExitAsync();
        await Process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(40)).Token);
        return (Process.ExitCode, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    /// <summary>Sends SIGKILL.</summary>
    public async Task KillAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
            await KillAsync();
        Process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
            _lines.Enqueue(line);
    }
}
