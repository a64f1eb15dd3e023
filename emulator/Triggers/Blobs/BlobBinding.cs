using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using CloudRestore.Emulator.Invocation;

namespace CloudRestore.Emulator.Triggers.Blobs;

/// <summary>Gives a function its blob, as a client or as content.</summary>
internal static class BlobBinding
{
    /// <param name="container">The blob's container.</param>
    /// <param name="name">The blob's name.</param>
    /// <param name="type">The parameter's type. A stream is read as the function reads it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<object?> BindAsync(BlobContainerClient container, string name, Type type, CancellationToken cancellationToken)
    {
        if (type == typeof(BlobContainerClient))
        {
            return container;
        }

        if (type == typeof(BlockBlobClient))
        {
            return container.GetBlockBlobClient(name);
        }

        var blob = container.GetBlobClient(name);
        if (type == typeof(BlobClient) || type == typeof(BlobBaseClient))
        {
            return blob;
        }

        if (type == typeof(Stream))
        {
            return await blob.OpenReadAsync(cancellationToken: cancellationToken);
        }

        var content = await blob.DownloadContentAsync(cancellationToken);
        return ValueConversion.Content(type, content.Value.Content);
    }

    /// <summary>Adds <c>BlobTrigger</c> (the path) and, as JSON text like the worker's, <c>Uri</c>, <c>Properties</c> and <c>Metadata</c>.</summary>
    public static IReadOnlyDictionary<string, object?> Data(BlobContainerClient container, BlobItem blob, Dictionary<string, object?> values) =>
        new Dictionary<string, object?>(values, StringComparer.OrdinalIgnoreCase)
        {
            ["BlobTrigger"] = $"{container.Name}/{blob.Name}",
            ["Uri"] = JsonSerializer.Serialize(container.GetBlobClient(blob.Name).Uri),
            ["Metadata"] = JsonSerializer.Serialize(blob.Metadata ?? new Dictionary<string, string>()),
            ["Properties"] = JsonSerializer.Serialize(new
            {
                blob.Properties.ContentLength,
                blob.Properties.ContentType,
                ETag = blob.Properties.ETag?.ToString("H"),
                blob.Properties.LastModified,
            }),
        };
}
