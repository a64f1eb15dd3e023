using System.Diagnostics;

namespace CloudRestore.Stack;

/// <summary>A program that this one started: its output goes to a log file, its last lines are kept, and it never outlives a call of dispose.</summary>
public sealed partial class ChildProcess : IAsyncDisposable
{
    private const int KeptLines = 20;
    private const int SignalTerminate = 15;

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Queue<string> _lastOutput = new();
    private readonly Queue<string> _lastErrors = new();
    private readonly Lock _gate = new();
    private readonly string? _readyLine;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _disposed;

    private ChildProcess(string name, Process process, string logPath, string? readyLine)
    {
        Name = name;
        LogPath = logPath;
        _process = process;
        _readyLine = readyLine;
        _log = new StreamWriter(logPath, append: true) { AutoFlush = true };
        process.OutputDataReceived += (_, line) => Keep(line.Data, _lastOutput);
        process.ErrorDataReceived += (_, line) => Keep(line.Data, _lastErrors);
    }

    /// <summary>What messages call it, such as <c>the runner</c>.</summary>
    public string Name { get; }

    /// <summary>The file with everything it printed.</summary>
    public string LogPath { get; }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Its exit code, once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Completes when it prints the line that says it is ready.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Starts a program. On Linux it gets a session of its own, so that Ctrl-C in the terminal reaches us alone.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Variables set beside those it inherits.</param>
    /// <param name="logPath">The log file; lines are appended.</param>
    /// <param name="readyLine">The end of the line of output that completes <see cref="Ready"/>, or null.</param>
    public static ChildProcess Start(
        string name, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string logPath, string? readyLine = null)
    {
        IReadOnlyList<string> line = File.Exists("/usr/bin/setsid") ? ["/usr/bin/setsid", .. command] : command;
        var start = new ProcessStartInfo(line[0], line.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(logPath))!);
        var child = new ChildProcess(name, new Process { StartInfo = start }, logPath, readyLine);
        try
        {
            child._process.Start();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            child._log.Dispose();
            child._process.Dispose();
            throw new StackException($"{name} could not be started: {command[0]} is not to be found ({e.Message}).", e);
        }

        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits until it has ended.</summary>
    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>One message for a person: that it ended, with which code, the last lines of its output, then of its errors, and where the rest is.</summary>
    public string Obituary()
    {
        lock (_gate)
            return $"{Name} ended with exit code {_process.ExitCode}; its log is {LogPath}.{string.Concat(_lastOutput.Concat(_lastErrors).Select(line => $"{Environment.NewLine}  {line}"))}";
    }

    /// <summary>Ends it at once, as a crash would, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end (SIGTERM), waits, and kills it when it does not.</summary>
    /// <param name="bound">How long it may take.</param>
    public async Task StopAsync(TimeSpan bound)
    {
        if (!_process.HasExited && !OperatingSystem.IsWindows())
        {
            _ = Kill(_process.Id, SignalTerminate);
            using var limit = new CancellationTokenSource(bound);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Keep($"It did not end within {bound.TotalSeconds:0} s and is killed.", _lastErrors);
            }
        }

        await KillAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        await KillAsync();
        lock (_gate)
            _log.Dispose();
        _process.Dispose();
    }

    [System.Runtime.InteropServices.LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    // Two pipes keep no order between them: much output must not push out the errors that explain the end.
    private void Keep(string? line, Queue<string> last)
    {
        if (line is null)
            return;
        lock (_gate)
        {
            _log.WriteLine(line);
            last.Enqueue(line);
            if (last.Count > KeptLines)
                last.Dequeue();
        }

        if (_readyLine is not null && line.EndsWith(_readyLine, StringComparison.Ordinal))
            _ready.TrySetResult();
    }
}
