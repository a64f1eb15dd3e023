using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;
using CloudRestore.Core.Jobs;
using Microsoft.Extensions.Configuration;

namespace CloudRestore.Core.Storage;

/// <summary>
/// The storage account. Configured as the Functions host's own is, by the setting <c>AzureWebJobsStorage</c>: a connection string (Azurite), or
/// <c>AzureWebJobsStorage__accountName</c> (or <c>__blobServiceUri</c> and <c>__queueServiceUri</c>) with the process's identity and, for a
/// user-assigned one, <c>__clientId</c>.
/// </summary>
public sealed class StorageClients(BlobServiceClient blobs, QueueServiceClient queues)
{
    /// <summary>The setting's name.</summary>
    public const string SettingName = "AzureWebJobsStorage";

    /// <summary>The blob service.</summary>
    public BlobServiceClient Blobs { get; } = blobs;

    /// <summary>The queue service; messages are base64, as the Functions host reads them.</summary>
    public QueueServiceClient Queues { get; } = queues;

    /// <summary>Makes the clients that <paramref name="configuration"/> asks for.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="undecodable">Called with a received message that is not base64, in its stead; null makes receiving it an exception.</param>
    /// <exception cref="InvalidOperationException">The setting is missing or no connection string.</exception>
    public static StorageClients FromConfiguration(
        IConfiguration configuration, SyncAsyncEventHandler<QueueMessageDecodingFailedEventArgs>? undecodable = null)
    {
        var section = configuration.GetSection(SettingName);
        if (section.Value is { Length: > 0 } connectionString)
        {
            try
            {
                return FromConnectionString(connectionString, undecodable);
            }
            catch (FormatException e)
            {
                throw new InvalidOperationException($"The setting {SettingName} is not a connection string of a storage account: {e.Message}", e);
            }
        }

        var account = section["accountName"];
        var blobUri = section["blobServiceUri"] ?? (account is null ? null : $"https://{account}.blob.core.windows.net");
        var queueUri = section["queueServiceUri"] ?? (account is null ? null : $"https://{account}.queue.core.windows.net");
        if (blobUri is null || queueUri is null)
        {
            throw new InvalidOperationException(
                $"No storage account is configured: set {SettingName} to a connection string, or {SettingName}__accountName to the account's name.");
        }

        TokenCredential credential = section["clientId"] is { Length: > 0 } clientId
            ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId))
            : new DefaultAzureCredential();
        return new StorageClients(
            new BlobServiceClient(new Uri(blobUri), credential),
            new QueueServiceClient(new Uri(queueUri), credential, QueueOptions(undecodable)));
    }

    /// <summary>Makes the clients for a connection string.</summary>
    /// <param name="connectionString">The connection string.</param>
    /// <param name="undecodable">Called with a received message that is not base64, in its stead; null makes receiving it an exception.</param>
    public static StorageClients FromConnectionString(
        string connectionString, SyncAsyncEventHandler<QueueMessageDecodingFailedEventArgs>? undecodable = null) =>
        new(new BlobServiceClient(connectionString), new QueueServiceClient(connectionString, QueueOptions(undecodable)));

    /// <summary>A container's client.</summary>
    public BlobContainerClient Container(string name) => Blobs.GetBlobContainerClient(name);

    /// <summary>A blob's client.</summary>
    public BlobClient Blob(string container, string path) => Container(container).GetBlobClient(path);

    /// <summary>A blob's client.</summary>
    public BlobClient Blob(BlobAddress address) => Blob(address.Container, address.Path);

    /// <summary>A queue's client.</summary>
    public QueueClient Queue(string name) => Queues.GetQueueClient(name);

    /// <summary>
    /// Creates the containers and queues that are missing. In Azure the infrastructure has made them, and this only looks: an identity whose roles
    /// are on single containers and queues may not create any.
    /// </summary>
    public async Task EnsureCreatedAsync(CancellationToken cancellationToken)
    {
        foreach (var container in Containers.All)
            await EnsureAsync(Container(container), cancellationToken);
        foreach (var queue in Storage.Queues.All)
        {
            await EnsureAsync(Queue(queue), cancellationToken);
            await EnsureAsync(Queue(Storage.Queues.PoisonOf(queue)), cancellationToken);
        }
    }

    private static async Task EnsureAsync(BlobContainerClient container, CancellationToken cancellationToken)
    {
        if (!await container.ExistsAsync(cancellationToken))
            await container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellationToken);
    }

    private static async Task EnsureAsync(QueueClient queue, CancellationToken cancellationToken)
    {
        if (!await queue.ExistsAsync(cancellationToken))
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
    }

    private static QueueClientOptions QueueOptions(SyncAsyncEventHandler<QueueMessageDecodingFailedEventArgs>? undecodable)
    {
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        if (undecodable is not null)
            options.MessageDecodingFailed += undecodable;
        return options;
    }
}
