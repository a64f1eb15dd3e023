using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Serialization;

namespace CloudRestore.Core.Storage;

/// <summary>Small JSON documents in blobs, with the conditions that make writers safe against each other.</summary>
public static class JsonBlobs
{
    /// <summary>Reads a document, or null if there is none.</summary>
    /// <exception cref="JsonException">The blob is not such a document.</exception>
    public static async Task<T?> ReadJsonAsync<T>(this BlobClient blob, CancellationToken cancellationToken)
        where T : class =>
        (await blob.ReadJsonWithETagAsync<T>(cancellationToken))?.Value;

    /// <summary>Reads a document and the ETag to replace it under, or null if there is none.</summary>
    /// <exception cref="JsonException">The blob is not such a document.</exception>
    public static async Task<Versioned<T>?> ReadJsonWithETagAsync<T>(this BlobClient blob, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var download = await blob.DownloadContentAsync(cancellationToken);
            var value = download.Value.Content.ToObjectFromJson<T>(CoreJson.Options)
                ?? throw new JsonException($"The blob {blob.BlobContainerName}/{blob.Name} holds null.");
            return new Versioned<T>(value, download.Value.Details.ETag);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Creates a document unless one is there.</summary>
    /// <returns>Whether it was created now.</returns>
    public static async Task<bool> CreateJsonAsync<T>(this BlobClient blob, T value, CancellationToken cancellationToken)
    {
        try
        {
            await blob.UploadAsync(Content(value), Options(new BlobRequestConditions { IfNoneMatch = ETag.All }), cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            return false;
        }
    }

    /// <summary>Replaces the document that had <paramref name="etag"/>; a null one means that there was none.</summary>
    /// <returns>Whether it was replaced; false when somebody else wrote first.</returns>
    public static async Task<bool> ReplaceJsonAsync<T>(this BlobClient blob, T value, ETag? etag, CancellationToken cancellationToken) =>
        await blob.SwapJsonAsync(value, etag, cancellationToken) is not null;

    /// <summary>Replaces the document that had <paramref name="etag"/>; a null one means that there was none.</summary>
    /// <returns>The new document's ETag; null when somebody else wrote first.</returns>
    public static async Task<ETag?> SwapJsonAsync<T>(this BlobClient blob, T value, ETag? etag, CancellationToken cancellationToken)
    {
        var conditions = etag is null ? new BlobRequestConditions { IfNoneMatch = ETag.All } : new BlobRequestConditions { IfMatch = etag };
        try
        {
            return (await blob.UploadAsync(Content(value), Options(conditions), cancellationToken)).Value.ETag;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return null;
        }
    }

    /// <summary>Writes a document, whatever was there.</summary>
    public static async Task WriteJsonAsync<T>(this BlobClient blob, T value, CancellationToken cancellationToken) =>
        await blob.UploadAsync(Content(value), Options(null), cancellationToken);

    /// <summary>Writes a document to a leased blob.</summary>
    /// <exception cref="RequestFailedException">The lease is another's by now (status 409 or 412).</exception>
    public static async Task WriteJsonAsync<T>(this BlobClient blob, T value, string leaseId, CancellationToken cancellationToken) =>
        await blob.UploadAsync(Content(value), Options(new BlobRequestConditions { LeaseId = leaseId }), cancellationToken);

    private static BinaryData Content<T>(T value) => new(JsonSerializer.SerializeToUtf8Bytes(value, CoreJson.Indented));

    private static BlobUploadOptions Options(BlobRequestConditions? conditions) => new()
    {
        Conditions = conditions,
        HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
    };
}
