using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Jobs;

namespace CloudRestore.GpuRunner.Transfer;

/// <summary>Moves folders between blobs and the local disk.</summary>
internal sealed class BlobFolders(StorageClients storage)
{
    private const int AtOnce = 8;

    /// <summary>Downloads a folder, or a single blob, into a new local folder.</summary>
    /// <returns>The local folder, or the file.</returns>
    /// <exception cref="PermanentFailureException">There is nothing at the address.</exception>
    public async Task<string> DownloadAsync(BlobAddress address, string what, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        if (!address.IsFolder)
        {
            var file = Path.Combine(folder, Path.GetFileName(address.Path));
            await DownloadFileAsync(storage.Blob(address), file, what, cancellationToken);
            return file;
        }

        var container = storage.Container(address.Container);
        var names = new List<string>();
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, address.Path, cancellationToken))
            names.Add(blob.Name);
        if (names.Count == 0)
            throw Missing(what, address.ToString());
        await Parallel.ForEachAsync(names, Parallelism(cancellationToken), async (name, token) =>
        {
            var local = Path.Combine(folder, PhotographName.Require(name[address.Path.Length..]));
            Directory.CreateDirectory(Path.GetDirectoryName(local)!);
            await DownloadFileAsync(container.GetBlobClient(name), local, what, token);
        });
        return folder;
    }

    /// <summary>Uploads every file of a local folder and its folders.</summary>
    /// <param name="folder">The local folder.</param>
    /// <param name="target">The folder of blobs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="tags">Index tags for every blob, which lifecycle rules can ask for.</param>
    public async Task UploadAsync(string folder, BlobAddress target, CancellationToken cancellationToken, IDictionary<string, string>? tags = null)
    {
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        await Parallel.ForEachAsync(files, Parallelism(cancellationToken), async (file, token) =>
        {
            var name = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
            var headers = new BlobHttpHeaders { ContentType = ContentTypeOf(name) };
            await storage.Blob(target.Container, target.Path + name).UploadAsync(file, new BlobUploadOptions { HttpHeaders = headers, Tags = tags }, token);
        });
    }

    /// <summary>The media type of a file that a stage leaves.</summary>
    internal static string ContentTypeOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".json" => "application/json",
        ".html" => "text/html; charset=utf-8",
        ".csv" => "text/csv; charset=utf-8",
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".tar" => "application/x-tar",
        _ => "application/octet-stream",
    };

    private static async Task DownloadFileAsync(BlobClient blob, string file, string what, CancellationToken cancellationToken)
    {
        try
        {
            await blob.DownloadToAsync(file, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            throw Missing(what, $"{blob.BlobContainerName}/{blob.Name}");
        }
    }

    private static PermanentFailureException Missing(string what, string where) => new($"There is no {what} at {where}: it was deleted or never written.");

    private static ParallelOptions Parallelism(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
}
