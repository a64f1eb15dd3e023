namespace CloudRestore.Emulator.Hosting;

/// <summary>The folder that holds what must survive a restart, locked for one host at a time.</summary>
internal sealed class StateFolder : IDisposable
{
    private readonly FileStream _lock;

    /// <exception cref="FunctionAppException">The folder cannot be written, or another host uses it.</exception>
    public StateFolder(string path)
    {
        FullPath = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(FullPath);
            _lock = new FileStream(File("host.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new FunctionAppException($"The state folder {FullPath} cannot be written; set Emulator:StateFolder to one that can.", e);
        }
        catch (IOException e)
        {
            throw new FunctionAppException(
                $"The state folder {FullPath} is in use by another host or cannot be made; stop that host or set Emulator:StateFolder.", e);
        }
    }

    public string FullPath { get; }

    public string File(string name) => Path.Combine(FullPath, name);

    public void Dispose() => _lock.Dispose();
}
