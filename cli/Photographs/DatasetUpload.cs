using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Storage;

namespace CloudRestore.Cli.Photographs;

/// <summary>Brings photographs into a dataset in Blob Storage.</summary>
internal static class DatasetUpload
{
    private const int AtOnce = 8;
    private const int NameLength = 40;

    /// <summary>A dataset's name that follows from a folder's name and contents: the same photographs give the same dataset.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="photographs">Its photographs.</param>
    public static string NameFor(string folder, IReadOnlyList<PhotographFile> photographs)
    {
        var text = new StringBuilder();
        foreach (var photograph in photographs)
            text.Append(photograph.Name).Append('\n').Append(Hash(photograph.Path)).Append('\n');
        var name = new DirectoryInfo(folder).Name.ToLowerInvariant();
        var safe = string.Concat(name.Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '-')).Trim('-');
        if (safe.Length > NameLength)
            safe = safe[..NameLength].TrimEnd('-');
        return $"{(safe.Length == 0 ? "photographs" : safe)}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..8]}";
    }

    /// <summary>Uploads what is not there yet.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="photographs">The photographs.</param>
    /// <param name="cancellationToken">Gives up; what is uploaded stays.</param>
    public static Task UploadAsync(StorageClients storage, string dataset, IReadOnlyList<PhotographFile> photographs, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(photographs, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (photograph, token) =>
        {
            var blob = storage.Blob(Containers.Datasets, DatasetBlobs.Original(dataset, photograph.Name));
            try
            {
                await blob.UploadAsync(photograph.Path, new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } }, token);
            }
            catch (RequestFailedException e) when (e.Status is 409 or 412)
            {
                var there = (await blob.GetPropertiesAsync(cancellationToken: token)).Value;
                var own = await Md5Async(photograph.Path, token);
                if (there.ContentHash is null || !there.ContentHash.AsSpan().SequenceEqual(own))
                    await blob.UploadAsync(photograph.Path, new BlobUploadOptions(), token);
            }
        });

    // What Blob Storage keeps of a blob's content; it guards against nothing but another file of that name.
    [SuppressMessage("Security", "CA5351", Justification = "The hash that Blob Storage computes.")]
    private static async Task<byte[]> Md5Async(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        return await MD5.HashDataAsync(stream, cancellationToken);
    }

    private static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
