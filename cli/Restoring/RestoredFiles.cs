using System.Collections.Concurrent;
using CloudRestore.Cli.Commands;
using CloudRestore.Cli.Photographs;

namespace CloudRestore.Cli.Restoring;

/// <summary>Restores many photographs into a folder; one that fails does not stop the others, and what is there already is not made again.</summary>
/// <param name="restorer">Restores one.</param>
/// <param name="settings">How it restores.</param>
/// <param name="folder">Where they go.</param>
/// <param name="force">Whether to make again what is there.</param>
internal sealed class RestoredFiles(IRestorer restorer, RestoreSettings settings, string folder, bool force)
{
    private readonly RestorationManifest _manifest = RestorationManifest.Read(folder);

    /// <summary>Restores them.</summary>
    /// <param name="photographs">The photographs.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Gives up; what is written is whole.</param>
    /// <returns>Each photograph's end, in no order.</returns>
    public async Task<IReadOnlyCollection<RestoredFile>> WriteAsync(IReadOnlyList<PhotographFile> photographs, RestorationProgress progress, CancellationToken cancellationToken)
    {
        if (_manifest.Problem is { } problem)
            Screen.Say(problem);
        var results = new ConcurrentBag<RestoredFile>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = restorer.AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(photographs, parallel, async (photograph, token) =>
        {
            var share = progress.Begin();
            var result = await OneAsync(photograph, share, token);
            results.Add(result);
            foreach (var sentence in result.Reason is { } reason ? [reason] : result.Notes)
                Screen.Say(sentence);
            share.End();
        });
        return results;
    }

    private async Task<RestoredFile> OneAsync(PhotographFile photograph, IProgress<RestoredShare> progress, CancellationToken cancellationToken)
    {
        var name = RestoredName.For(photograph.Name, settings.Format);
        var path = Path.GetFullPath(Path.Combine(folder, name));
        if (RealPath.Of(path) == RealPath.Of(photograph.Path))
            return Refused($"\"{photograph.Name}\" would be overwritten: give --out another folder.");
        try
        {
            var bytes = await ReadAsync(photograph, cancellationToken);
            var made = restorer.Model is { } model
                ? new ManifestEntry { Restored = name, Name = photograph.Name, SourceSha256 = RestorationManifest.Hash(bytes), Model = model, Settings = settings }
                : null;
            if (!force && made is not null && _manifest.IsDone(path, made))
                return new RestoredFile(photograph.Name, path, null) { Skipped = true };

            var restored = await restorer.RestoreAsync(photograph, bytes, progress, cancellationToken);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await WriteAsync(path, restored.Bytes, cancellationToken);
            if (made is not null)
                _manifest.Record(made with { RestoredSha256 = RestorationManifest.Hash(restored.Bytes) });
            return new RestoredFile(photograph.Name, path, null) { Megapixels = restored.Megapixels, Notes = restored.Notes };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refused($"\"{photograph.Name}\" was restored, but {path} cannot be written: {e.Message}");
        }
        catch (RestorationRefusedException e)
        {
            return Refused(e.Message);
        }

        RestoredFile Refused(string reason) => new(photograph.Name, null, reason);
    }

    private static async Task<byte[]> ReadAsync(PhotographFile photograph, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(photograph.Path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RestorationRefusedException($"\"{photograph.Name}\" cannot be read: {e.Message}", e);
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
