using System.Collections.Concurrent;
using CloudRestore.Cli.Commands;
using CloudRestore.Cli.Photographs;
using Spectre.Console;

namespace CloudRestore.Cli.Restoring;

/// <summary>Restores many photographs into a folder; one that fails does not stop the others.</summary>
internal static class RestoredFiles
{
    /// <summary>Restores them, with a bar where somebody watches.</summary>
    /// <param name="photographs">The photographs.</param>
    /// <param name="refused">What was refused before.</param>
    /// <param name="restorer">Restores one.</param>
    /// <param name="folder">Where they go.</param>
    /// <param name="cancellationToken">Gives up; what is written is whole.</param>
    /// <returns>Each photograph's end, by name.</returns>
    public static async Task<IReadOnlyList<RestoredFile>> WriteAsync(
        IReadOnlyList<PhotographFile> photographs, IReadOnlyList<RestoredFile> refused, IRestorer restorer, string folder, CancellationToken cancellationToken)
    {
        foreach (var file in refused)
            Screen.Say(file.Reason!);
        var results = new ConcurrentBag<RestoredFile>(refused);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = restorer.AtOnce, CancellationToken = cancellationToken };
        Task All(Action done) => Parallel.ForEachAsync(photographs, parallel, async (photograph, token) =>
        {
            var result = await OneAsync(photograph, restorer, folder, token);
            results.Add(result);
            if (result.Reason is not null)
                Screen.Say(result.Reason);
            done();
        });

        if (Screen.IsWatched && photographs.Count > 0)
        {
            await Screen.Progress.Progress().StartAsync(context =>
            {
                var bar = context.AddTask("restoring", maxValue: photographs.Count);
                return All(() => bar.Increment(1));
            });
        }
        else
        {
            await All(() => { });
        }

        return [.. results.OrderBy(result => result.Name, StringComparer.Ordinal)];
    }

    private static async Task<RestoredFile> OneAsync(PhotographFile photograph, IRestorer restorer, string folder, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(Path.Combine(folder, photograph.Name));
        if (RealPath.Of(path) == RealPath.Of(photograph.Path))
            return new RestoredFile(photograph.Name, null, $"\"{photograph.Name}\" would be overwritten: give --out another folder.");
        try
        {
            var bytes = await restorer.RestoreAsync(photograph, cancellationToken);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await WriteAsync(path, bytes, cancellationToken);
            return new RestoredFile(photograph.Name, path, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new RestoredFile(photograph.Name, null, $"\"{photograph.Name}\" was restored, but {path} cannot be written: {e.Message}");
        }
        catch (RestorationRefusedException e)
        {
            return new RestoredFile(photograph.Name, null, e.Message);
        }
    }

    private static async Task WriteAsync(string path, byte[] bytes, CancellationToken cancellationToken)
    {
        var draft = path + ".part";
        try
        {
            await File.WriteAllBytesAsync(draft, bytes, cancellationToken);
            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
