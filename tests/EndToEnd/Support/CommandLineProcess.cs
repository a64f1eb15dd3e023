using System.Diagnostics;
using System.Text;
using CloudRestore.Stack;

namespace CloudRestore.EndToEnd.Support;

/// <summary>The command line as a user starts it, with everything that descends from it.</summary>
internal sealed class CommandLineProcess : IDisposable
{
    private const string MarkVariable = "CLOUDRESTORE_TEST_MARK";

    private static readonly TimeSpan SayLimit = TimeSpan.FromMinutes(2);

    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly Process _process;

    private CommandLineProcess(string[] arguments)
    {
        // A shell lets what it starts in the background ignore SIGINT, and that is inherited; a user's terminal does not.
        var start = new ProcessStartInfo("/usr/bin/env", ["--default-signal=INT", "dotnet", Repository.CommandLine, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[MarkVariable] = _mark;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static CommandLineProcess Start(params string[] arguments) => new(arguments);

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        return await process.EndAsync();
    }

    /// <summary>Waits until it has said something on its error stream.</summary>
    public Task SaysAsync(string text) => Eventually.TrueAsync(() => Task.FromResult(Text(_errors).Contains(text, StringComparison.Ordinal)), $"'{text}' is said", SayLimit);

    /// <summary>Sends a signal to it alone.</summary>
    public void Signal(string name) => Process.Start("kill", [$"-{name}", $"{_process.Id}"]).WaitForExit();

    public async Task<(int ExitCode, string Output, string Errors)> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (_process.ExitCode, Text(_output), Text(_errors));
    }

    /// <summary>Command lines of the processes that it or a descendant started and that still run.</summary>
    public IReadOnlyList<string> Descendants()
    {
        var found = new List<string>();
        foreach (var folder in Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out var id) && id != _process.Id))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "environ")).Contains($"{MarkVariable}={_mark}", StringComparison.Ordinal))
                    found.Add(File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' '));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile, or is not ours.
            }
        }

        return found;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static void Keep(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.AppendLine(line);
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
