using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Records;

namespace CloudRestore.Functions.Restorations;

/// <summary>Finds the photographs of <c>uploads</c> by how their names begin.</summary>
/// <param name="storage">The storage account.</param>
public sealed class UploadListing(StorageClients storage)
{
    /// <summary>Their names, sorted, each with its ETag. Blobs whose name cannot be one of a photograph are passed over.</summary>
    /// <param name="prefix">How the names begin.</param>
    /// <param name="most">How many there may be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestRefusedException">There are none, or more.</exception>
    public async Task<IReadOnlyList<(string Name, string? ETag)>> FindAsync(string prefix, int most, CancellationToken cancellationToken)
    {
        var found = new List<(string Name, string? ETag)>();
        await foreach (var blob in storage.Container(Containers.Uploads).GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken))
        {
            if (!IsPhotographName(blob.Name))
                continue;
            if (found.Count == most)
                throw new RequestRefusedException(400, $"More than {most} photographs of the container uploads begin with '{Printable.Shorten(prefix)}': use a longer prefix.");
            found.Add((blob.Name, blob.Properties.ETag?.Unquoted()));
        }

        return found.Count > 0 ? found : throw new RequestRefusedException(404, $"No photograph of the container uploads begins with '{Printable.Shorten(prefix)}'.");
    }

    private static bool IsPhotographName(string name)
    {
        try
        {
            PhotographName.Require(name);
            return true;
        }
        catch (InvalidNameException)
        {
            return false;
        }
    }
}
