using CloudRestore.Testing;

namespace CloudRestore.Infra.Tests.Support;

/// <summary>A storage account of its own, started when it is first asked for: templates need none.</summary>
public sealed class StorageOnDemand : IAsyncDisposable
{
    private readonly AzuriteFixture _azurite = new();
    private Task? _started;

    /// <summary>The connection string of the account.</summary>
    public async Task<string> ConnectionStringAsync()
    {
        await (_started ??= _azurite.InitializeAsync().AsTask());
        return _azurite.ConnectionString;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _azurite.DisposeAsync();
}
