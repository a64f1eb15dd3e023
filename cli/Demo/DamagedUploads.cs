using System.Globalization;
using Azure;
using Azure.Storage.Blobs.Models;
using CloudRestore.Cli.Commands;
using CloudRestore.Cli.Photographs;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Imaging;
using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Imaging.Resampling;
using CloudRestore.Learning.Evaluation;

namespace CloudRestore.Cli.Demo;

/// <summary>Damages photographs, drops them into <c>uploads</c>, and waits until they are in <c>restored</c>.</summary>
/// <param name="storage">The storage account.</param>
/// <param name="recipe">The damage.</param>
/// <param name="seed">The run's seed; the damage here is drawn apart from that of the run.</param>
/// <param name="outFolder">Where all pictures go.</param>
/// <param name="time">The clock.</param>
internal sealed class DamagedUploads(StorageClients storage, DamageRecipe recipe, ulong seed, string outFolder, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Does so with all of them at once.</summary>
    /// <param name="photographs">Each photograph of the manifest, with its file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CliException">One was not restored.</exception>
    public async Task<IReadOnlyList<DemoPhotograph>> RestoreAsync(
        IReadOnlyList<(DatasetPhotograph Photograph, PhotographFile File)> photographs, CancellationToken cancellationToken)
    {
        var restored = new List<Task<DemoPhotograph>>();
        foreach (var (index, (photograph, file)) in photographs.Index())
            restored.Add(RestoreAsync(index, photograph, file, cancellationToken));
        return await Task.WhenAll(restored);
    }

    private async Task<DemoPhotograph> RestoreAsync(int index, DatasetPhotograph photograph, PhotographFile file, CancellationToken cancellationToken)
    {
        var full = PhotographReader.Read(await File.ReadAllBytesAsync(file.Path, cancellationToken), file.Name).Color;
        var small = recipe.Apply(full, DamageSeed.For(unchecked(seed + 1), photograph.Sha256));
        var shorterSide = Math.Min(recipe.TargetShorterSide, Math.Min(full.Width, full.Height));
        // Every picture covers the whole photograph at the size of the restored one, which follows from the damaged one's.
        var (width, height) = Resample.ShorterSide(small.Width, small.Height, shorterSide);
        var original = Resample.Bilinear(full, width, height);
        var damaged = Resample.Bilinear(small, width, height);

        // PNG, because the damage, JPEG artefacts included, is in the pixels already.
        var upload = Png(small);
        var name = file.Name + ".png";
        var etag = await UploadAsync(name, upload, shorterSide, cancellationToken);
        var answer = await AnswerAsync(name, etag, cancellationToken);
        var restored = PhotographReader.Read(answer, name).Color;

        var score = PhotographScore.Of(damaged, restored, original);
        return new DemoPhotograph(
            file.Name, score.PsnrDamaged, score.PsnrRestored, score.SsimDamaged, score.SsimRestored,
            Save(index, "upload", upload), Save(index, "damaged", Png(damaged)), Save(index, "restored", answer), Save(index, "original", Png(original)));
    }

    private async Task<string> UploadAsync(string name, byte[] bytes, int shorterSide, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            Metadata = new Dictionary<string, string> { [RestoredBlobs.SizeMetadata] = shorterSide.ToString(CultureInfo.InvariantCulture) },
        };
        var uploaded = await storage.Blob(Containers.Uploads, name).UploadAsync(BinaryData.FromBytes(bytes), options, cancellationToken);
        return uploaded.Value.ETag.Unquoted();
    }

    private async Task<byte[]> AnswerAsync(string name, string etag, CancellationToken cancellationToken)
    {
        var target = storage.Blob(Containers.Restored, RestoredBlobs.OfUpload(name));
        var error = storage.Blob(Containers.Restored, RestoredBlobs.ErrorOf(RestoredBlobs.OfUpload(name)));
        for (var began = time.GetTimestamp(); time.GetElapsedTime(began) < Patience; await Task.Delay(Pause, time, cancellationToken))
        {
            try
            {
                var found = (await target.DownloadContentAsync(cancellationToken)).Value;
                if (found.Details.Metadata.TryGetValue(RestoredBlobs.SourceETagMetadata, out var source) && source == etag)
                    return found.Content.ToArray();
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                // Not restored yet.
            }

            if (await error.ReadJsonAsync<RestorationError>(cancellationToken) is { } problem)
                throw new CliException($"{name} was not restored: {problem.Reason}", ExitCode.Failed);
        }

        throw new CliException($"{name} was not restored within {Patience.TotalMinutes:0} minutes: the logs in {Path.Combine(outFolder, "logs")} may say why.", ExitCode.Failed);
    }

    private string Save(int index, string kind, byte[] png)
    {
        var path = DemoFiles.Photograph(index, kind);
        File.WriteAllBytes(Path.Combine(outFolder, path), png);
        return path;
    }

    private static byte[] Png(RgbImage image) => PhotographWriter.Write(new Photograph(image), PhotographFormat.Png);
}
