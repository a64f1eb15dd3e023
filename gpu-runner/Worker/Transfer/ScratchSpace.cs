using CloudRestore.GpuRunner.Configuration;
using Microsoft.Extensions.Options;

namespace CloudRestore.GpuRunner.Transfer;

/// <summary>
/// A folder of this process below <see cref="WorkerOptions.ScratchFolder"/>, deleted at the end. A locked file in it says that the process
/// lives; what killed processes left is deleted by the next to start.
/// </summary>
internal sealed class ScratchSpace : IDisposable
{
    private const string LockName = "in-use";

    private readonly string _folder;
    private readonly FileStream _lock;
    private int _count;

    /// <summary>Makes the folder.</summary>
    public ScratchSpace(IOptions<WorkerOptions> options)
    {
        var root = Directory.CreateDirectory(options.Value.ScratchFolder).FullName;
        Sweep(root);
        _folder = Directory.CreateDirectory(Path.Combine(root, $"runner-{Guid.NewGuid():N}")).FullName;
        _lock = new FileStream(Path.Combine(_folder, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>A new empty folder.</summary>
    public string NewFolder(string what) => Directory.CreateDirectory(Path.Combine(_folder, $"{Interlocked.Increment(ref _count):D4}-{what}")).FullName;

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock.Dispose();
        Delete(_folder);
    }

    /// <summary>Deletes a folder, as far as that goes: what stays is swept later.</summary>
    public static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Swept when the next runner starts.
        }
    }

    private static void Sweep(string root)
    {
        foreach (var folder in Directory.GetDirectories(root, "runner-*"))
        {
            try
            {
                // A folder without its lock file is being made this moment.
                using var abandoned = new FileStream(Path.Combine(folder, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            Delete(folder);
        }
    }
}
