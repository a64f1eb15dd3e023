using CloudRestore.Testing;

namespace CloudRestore.Infra.Tests.Support;

/// <summary>
/// A storage account of its own, started when it is first asked for. It takes the turn to run processes; until then templates are compiled and images
/// built while another assembly has it.
/// </summary>
public sealed class StorageOnDemand : IAsyncDisposable
{
    private readonly AzuriteFixture _azurite = new();
    private Turn? _turn;
    private Task? _started;

    /// <summary>The connection string of the account.</summary>
    public async Task<string> ConnectionStringAsync()
    {
        await (_started ??= StartAsync());
        return _azurite.ConnectionString;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _azurite.DisposeAsync();
        _turn?.Dispose();
    }

    private async Task StartAsync()
    {
        _turn = await Turn.TakeAsync(TestContext.Current.CancellationToken);
        await _azurite.InitializeAsync();
    }
}
