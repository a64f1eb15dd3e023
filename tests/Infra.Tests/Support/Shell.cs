using System.Diagnostics;

namespace CloudRestore.Infra.Tests.Support;

/// <summary>Runs a program to its end.</summary>
internal static class Shell
{
    /// <param name="command">The program and its arguments.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="environment">Variables set beside those it inherits.</param>
    /// <param name="cancellationToken">Ends it; the test's own if none is given.</param>
    /// <returns>The exit code, and what it wrote: output, then errors.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        IReadOnlyList<string> command, string folder, IReadOnlyDictionary<string, string>? environment = null, CancellationToken? cancellationToken = null)
    {
        var end = cancellationToken ?? TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };

        // What started these tests may have told MSBuild where it is; a build of its own finds that out anew.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(end);
            var errors = process.StandardError.ReadToEndAsync(end);
            await process.WaitForExitAsync(end);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }
}
