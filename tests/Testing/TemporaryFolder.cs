namespace CloudRestore.Testing;

/// <summary>A new folder, deleted with what is in it when disposed.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Makes the folder.</summary>
    public TemporaryFolder() => FullPath = Directory.CreateTempSubdirectory("cloudrestore-").FullName;

    /// <summary>The folder's absolute path.</summary>
    public string FullPath { get; }

    /// <summary>A path in the folder.</summary>
    /// <param name="parts">Parts below the folder.</param>
    /// <returns>The absolute path; nothing is made.</returns>
    public string File(params string[] parts) => Path.Combine([FullPath, .. parts]);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(FullPath))
        {
            Directory.Delete(FullPath, recursive: true);
        }
    }
}
