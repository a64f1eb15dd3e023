using System.Diagnostics;

namespace CloudRestore.Stack;

/// <summary>What package-lock.json pins: Azurite and the photographs of the demonstration, installed on first use.</summary>
public static class NpmInstallation
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(10);

    /// <summary>The path of a file in <c>node_modules</c>, after <c>npm ci</c> if need be; one process at a time installs.</summary>
    /// <param name="file">The file, below <c>node_modules</c>.</param>
    /// <param name="say">Told once before anything is downloaded.</param>
    /// <param name="cancellationToken">Ends the waiting and npm.</param>
    /// <exception cref="StackException">npm is missing or failed; the message ends with what it said.</exception>
    public static async Task<string> EnsureAsync(string file, Action<string> say, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(say);
        var modules = Path.Combine(Repository.Root, "node_modules");
        // npm writes this one last, so that an installation under way is not taken for a finished one.
        var complete = Path.Combine(modules, ".package-lock.json");
        if (!File.Exists(complete))
        {
            await using var gate = await LockAsync(cancellationToken);
            if (!File.Exists(complete))
            {
                say($"Installing Azurite and six CC0 photographs with npm into {modules} (about 400 packages, 190 MB, once).");
                await InstallAsync(cancellationToken);
            }
        }

        var path = Path.Combine(modules, file);
        return File.Exists(path) ? path : throw new StackException($"{path} is missing: run 'npm ci' in {Repository.Root}.");
    }

    private static async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(Directory.CreateDirectory(Path.Combine(Repository.Root, ".cloudrestore")).FullName, "npm-ci.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(200, cancellationToken);
            }
        }
    }

    private static async Task InstallAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(InstallLimit);
        using var npm = Start();
        try
        {
            var output = npm.StandardOutput.ReadToEndAsync(limit.Token);
            var error = npm.StandardError.ReadToEndAsync(limit.Token);
            await npm.WaitForExitAsync(limit.Token);
            if (npm.ExitCode != 0)
                throw new StackException($"'npm ci' in {Repository.Root} failed: {await error}{await output}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StackException($"'npm ci' in {Repository.Root} did not end within {InstallLimit.TotalMinutes:0} minutes: check the network and run it by hand.");
        }
        finally
        {
            if (!npm.HasExited)
                npm.Kill(entireProcessTree: true);
        }
    }

    private static Process Start()
    {
        try
        {
            return Process.Start(new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund"])
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new StackException($"npm could not be started ({e.Message}): install Node.js 18 or later with npm.", e);
        }
    }
}
