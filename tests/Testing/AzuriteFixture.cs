using CloudRestore.Stack;
using Xunit;

namespace CloudRestore.Testing;

/// <summary>A storage account of its own: Azurite on free loopback ports, its data in a temporary folder. Share one per test assembly.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private Azurite? _azurite;

    /// <summary>The connection string of its account.</summary>
    public string ConnectionString => _azurite!.ConnectionString;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() =>
        _azurite = await Azurite.StartAsync(_folder.File("data"), _folder.File("azurite.log"), Console.Error.WriteLine, CancellationToken.None);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
        _folder.Dispose();
    }
}
