using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using CloudRestore.Emulator.Hosting;
using Microsoft.Extensions.Configuration;

namespace CloudRestore.Emulator.Storage;

/// <summary>Opens storage accounts by the name of a connection, looked up as the host does.</summary>
internal sealed class StorageConnections(IConfiguration configuration)
{
    private const string Default = "AzureWebJobsStorage";

    // The listeners try again themselves, and say so; long retries underneath would only delay the message.
    private static readonly BlobClientOptions BlobOptions = new() { Retry = { MaxRetries = 3, Delay = TimeSpan.FromMilliseconds(100) } };
    private static readonly QueueClientOptions QueueOptions = new() { Retry = { MaxRetries = 3, Delay = TimeSpan.FromMilliseconds(100) } };

    /// <exception cref="FunctionAppException">The connection is not set or not valid.</exception>
    public BlobServiceClient Blobs(string? connection) =>
        Open(connection, "blob", text => new BlobServiceClient(text, BlobOptions), (uri, credential) => new BlobServiceClient(uri, credential, BlobOptions));

    /// <remarks>Messages come as they are written: the listener decodes them, and knows what to do with one it cannot decode.</remarks>
    /// <exception cref="FunctionAppException">The connection is not set or not valid.</exception>
    public QueueServiceClient Queues(string? connection) =>
        Open(connection, "queue", text => new QueueServiceClient(text, QueueOptions), (uri, credential) => new QueueServiceClient(uri, credential, QueueOptions));

    private T Open<T>(string? connection, string service, Func<string, T> fromText, Func<Uri, TokenCredential, T> fromUri)
    {
        var name = string.IsNullOrEmpty(connection) ? Default : connection;
        var section = new[] { $"AzureWebJobs{name}", name, $"ConnectionStrings:{name}" }
            .Select(configuration.GetSection)
            .FirstOrDefault(candidate => candidate.Exists())
            ?? throw new FunctionAppException($"The storage connection '{name}' is not set; set it, or {name}__accountName, in the environment.");
        try
        {
            if (section.Value is { } text)
            {
                return fromText(text);
            }

            var uri = section[$"{service}ServiceUri"] ?? section["serviceUri"];
            if (uri is null && section["accountName"] is { } account)
            {
                uri = $"https://{account}.{service}.core.windows.net";
            }

            return uri is not null
                ? fromUri(new Uri(uri), Credential(section))
                : throw new FunctionAppException($"The storage connection '{name}' says neither accountName nor {service}ServiceUri; set one.");
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new FunctionAppException($"The storage connection '{name}' is not valid: {e.Message}", e);
        }
    }

    private static DefaultAzureCredential Credential(IConfigurationSection section) =>
        new(new DefaultAzureCredentialOptions { ManagedIdentityClientId = section["clientId"] });
}
