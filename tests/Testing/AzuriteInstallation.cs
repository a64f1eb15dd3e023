using System.Diagnostics;

namespace CloudRestore.Testing;

/// <summary>Azurite as the repository's package-lock.json pins it.</summary>
public static class AzuriteInstallation
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(5);

    /// <summary>Finds Azurite's start script, installing it with <c>npm ci</c> on first use; one process at a time does.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The script's path.</returns>
    /// <exception cref="InvalidOperationException">npm failed; the message ends with what it said.</exception>
    public static async Task<string> EnsureAsync(CancellationToken cancellationToken = default)
    {
        var script = Path.Combine(Repository.Root, "node_modules", "azurite", "dist", "src", "azurite.js");
        // npm writes this file last, so that an installation under way is not taken for a finished one.
        var complete = Path.Combine(Repository.Root, "node_modules", ".package-lock.json");
        if (File.Exists(complete))
        {
            return script;
        }

        await using var gate = await LockAsync(cancellationToken);
        if (!File.Exists(complete))
        {
            await InstallAsync(cancellationToken);
        }

        return script;
    }

    private static async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetTempPath(), "cloudrestore-npm-ci.lock");
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(200, cancellationToken);
            }
        }
    }

    private static async Task InstallAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm")
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in new[] { "ci", "--no-audit", "--no-fund" })
        {
            start.ArgumentList.Add(argument);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(InstallLimit);
        using var npm = Process.Start(start)!;
        var output = npm.StandardOutput.ReadToEndAsync(limit.Token);
        var error = npm.StandardError.ReadToEndAsync(limit.Token);
        await npm.WaitForExitAsync(limit.Token);
        if (npm.ExitCode != 0)
        {
            throw new InvalidOperationException($"'npm ci' in {Repository.Root} failed: {await error}{await output}");
        }
    }
}
