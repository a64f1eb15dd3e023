using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Storage;

namespace CloudRestore.Cli.Training;

/// <summary>Brings an encoder's weights to where a run finds them.</summary>
internal static class EncoderUpload
{
    private const int HashLetters = 16;

    /// <summary>Uploads the file unless it is there.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="path">The file of weights.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The name by which a run asks for it, which follows from the contents.</returns>
    public static async Task<string> UploadAsync(StorageClients storage, string path, CancellationToken cancellationToken)
    {
        string name;
        await using (var content = File.OpenRead(path))
            name = $"encoder-{Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken))[..HashLetters]}";
        try
        {
            await storage.Blob(Containers.Models, ModelBlobs.Encoder(name)).UploadAsync(
                path, new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } }, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            // These weights are there.
        }

        return name;
    }
}
