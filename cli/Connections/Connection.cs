using CloudRestore.Cli.Commands;
using CloudRestore.Core.Storage;
using CloudRestore.Stack;
using Microsoft.Extensions.Configuration;

namespace CloudRestore.Cli.Connections;

/// <summary>A stack to talk to: the one that <c>up</c> runs on this machine, or one elsewhere.</summary>
internal sealed class Connection : IDisposable
{
    private const string KeyVariable = "CLOUDRESTORE_KEY";

    private readonly Lazy<StorageClients> _storage;

    private Connection(Uri url, string key, Func<StorageClients> storage) =>
        (Api, _storage) = (new ApiClient(url, key, TimeProvider.System), new(storage));

    /// <summary>The function app.</summary>
    public ApiClient Api { get; }

    /// <summary>The storage account.</summary>
    public StorageClients Storage => _storage.Value;

    /// <summary>Finds the stack.</summary>
    /// <param name="dataFolder">Data folder of a stack on this machine.</param>
    /// <param name="url">Address of a function app elsewhere, or null.</param>
    /// <exception cref="CliException">There is none.</exception>
    public static Connection Open(string dataFolder, string? url)
    {
        if (url is not null)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
                throw new CliException($"'{url}' is not an address such as https://my-app.azurewebsites.net.");
            return new Connection(address, Environment.GetEnvironmentVariable(KeyVariable) ?? "", StorageOfEnvironment);
        }

        var file = StackFile.ReadRunning(dataFolder)
            ?? throw new CliException($"No stack runs in {Path.GetFullPath(dataFolder)}: start one with 'cloudrestore up', or name a function app with --url.");
        return new Connection(new Uri(file.Url), file.Key, () => StorageClients.FromConnectionString(file.Storage));
    }

    /// <summary>A connection to a stack that this process runs.</summary>
    public static Connection To(LocalStack stack) => new(stack.Url, stack.Key, () => stack.Storage);

    /// <inheritdoc/>
    public void Dispose() => Api.Dispose();

    private static StorageClients StorageOfEnvironment()
    {
        try
        {
            return StorageClients.FromConfiguration(new ConfigurationBuilder().AddEnvironmentVariables().Build());
        }
        catch (InvalidOperationException e)
        {
            throw new CliException(e.Message);
        }
    }
}
