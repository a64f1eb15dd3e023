using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Models;
using CloudRestore.Core.Storage;
using CloudRestore.Learning.Models;

namespace CloudRestore.Cli.Connections;

/// <summary>Brings the model that comes with the product into a storage account, so that uploads are restored before anything was trained.</summary>
internal static class ShippedModelRegistration
{
    /// <summary>Uploads the model unless it is there, and makes it champion of an account that has no registry yet.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up; a model whose manifest is missing is not there.</param>
    /// <returns>The model's version; null where the product comes without a model.</returns>
    public static async Task<string?> EnsureAsync(StorageClients storage, TimeProvider time, CancellationToken cancellationToken)
    {
        if (ShippedModel.Folder is not { } folder)
            return null;
        var version = ModelFolder.ReadCard(folder).Version;
        if (!await storage.Blob(Containers.Models, ModelBlobs.Manifest(version)).ExistsAsync(cancellationToken))
        {
            // The manifest makes it complete.
            foreach (var file in new[] { ModelFolder.WeightsName, ModelFolder.ManifestName })
                await storage.Blob(Containers.Models, ModelBlobs.Folder(version) + file).UploadAsync(Path.Combine(folder, file), new BlobUploadOptions(), cancellationToken);
        }

        var registry = new ModelRegistry
        {
            Champion = version,
            Candidate = version,
            History = [new Promotion(version, null, "The model that comes with the product.", time.GetUtcNow())],
        };
        await storage.Blob(Containers.Models, ModelBlobs.Registry).CreateJsonAsync(registry, cancellationToken);
        return version;
    }
}
