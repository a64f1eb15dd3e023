using CloudRestore.Core.Storage;
using CloudRestore.EndToEnd.Support;

namespace CloudRestore.EndToEnd.Browser.Support;

/// <summary>More models than the stack has trained.</summary>
internal static class RegisteredModels
{
    /// <summary>Registers the champion's files under another version.</summary>
    public static async Task CopyModelAsync(this TrainedStack stack, string version)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var folder = ModelBlobs.Folder(TrainedStack.UndisturbedRun);
        var container = stack.Stack.Storage.Container(Containers.Models);
        await foreach (var blob in container.GetBlobsAsync(Azure.Storage.Blobs.Models.BlobTraits.None, Azure.Storage.Blobs.Models.BlobStates.None, folder, cancellationToken))
        {
            var content = (await container.GetBlobClient(blob.Name).DownloadContentAsync(cancellationToken)).Value.Content;
            await container.GetBlobClient(ModelBlobs.Folder(version) + blob.Name[folder.Length..]).UploadAsync(content, overwrite: true, cancellationToken);
        }
    }
}
