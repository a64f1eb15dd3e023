using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using CloudRestore.Core.Api;
using CloudRestore.Core.Datasets;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Records;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Datasets;

/// <summary>
/// Gives a client a place for one archive, so that its bytes need not pass through the app. With an identity the address is signed by a user
/// delegation key, with a connection string by the account's key.
/// </summary>
/// <param name="storage">The storage account.</param>
/// <param name="records">The records of datasets.</param>
/// <param name="options">How long an address is valid.</param>
/// <param name="time">The clock.</param>
public sealed class DatasetUploads(StorageClients storage, DatasetRecords records, IOptions<DatasetOptions> options, TimeProvider time)
{
    // The clocks of a machine and the storage account may differ.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Makes an address to upload to.</summary>
    /// <param name="dataset">The dataset that the archive is for.</param>
    /// <param name="fileName">What the archive is called, or null.</param>
    /// <param name="requestId">The request: each has a place of its own.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestRefusedException">There is no such dataset, or the name cannot be used.</exception>
    public async Task<UploadOffer> OfferAsync(string dataset, string? fileName, string requestId, CancellationToken cancellationToken)
    {
        var name = fileName ?? "archive";
        if (!PhotographName.IsValid(name) || name.Contains('/', StringComparison.Ordinal))
            throw new RequestRefusedException(400, $"'{Printable.Shorten(name)}' cannot be a file's name here: use no '/', '\\' and control characters, such as images.tar.gz.");
        await records.RequireAsync(dataset, requestId, cancellationToken);
        var blob = storage.Blob(Containers.Datasets, DatasetBlobs.Upload(dataset, $"upload-{requestId}", name));
        var now = time.GetUtcNow();
        var expires = now + options.Value.UploadLifetime;
        var sas = new BlobSasBuilder(BlobSasPermissions.Create | BlobSasPermissions.Write, expires)
        {
            BlobContainerName = blob.BlobContainerName,
            BlobName = blob.Name,
            Resource = "b",
            Protocol = blob.Uri.Scheme == Uri.UriSchemeHttps ? SasProtocol.Https : SasProtocol.HttpsAndHttp,
        };
        var url = blob.CanGenerateSasUri ? blob.GenerateSasUri(sas) : await DelegatedAsync(blob, sas, now, cancellationToken);
        return new UploadOffer(url, expires, new DatasetSource(Containers.Datasets, Archive: blob.Name));
    }

    private async Task<Uri> DelegatedAsync(BlobClient blob, BlobSasBuilder sas, DateTimeOffset now, CancellationToken cancellationToken)
    {
        UserDelegationKey key = await storage.Blobs.GetUserDelegationKeyAsync(now - ClockSkew, sas.ExpiresOn, cancellationToken);
        return new BlobUriBuilder(blob.Uri) { Sas = sas.ToSasQueryParameters(key, storage.Blobs.AccountName) }.ToUri();
    }
}
