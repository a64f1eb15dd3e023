using CloudRestore.Emulator.Hosting;
using CloudRestore.Testing;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Emulator.Tests.Hosting;

/// <summary>A host in this process, on a free port, with the functions of the given classes and a state folder of its own.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly FunctionsHost _host;
    private readonly TemporaryFolder _folder;
    private readonly TemporaryFolder? _owned;

    private TestHost(FunctionsHost host, TemporaryFolder folder, TemporaryFolder? owned, HttpClient client)
    {
        _host = host;
        _folder = folder;
        _owned = owned;
        Client = client;
    }

    public HttpClient Client { get; }

    public string StateFolder => _folder.File("state");

    public static async Task<TestHost> StartAsync(
        Type[]? functions,
        Dictionary<string, string?>? settings = null,
        Action<FunctionsApplicationBuilder>? configure = null,
        string? hostJson = null,
        TemporaryFolder? folder = null)
    {
        var owned = folder is null ? new TemporaryFolder() : null;
        folder ??= owned!;
        await File.WriteAllTextAsync(folder.File("host.json"), hostJson ?? """{ "version": "2.0" }""");
        var builder = new FunctionsApplicationBuilder([], folder.FullPath);
        builder.ConfigureFunctionsWebApplication();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Emulator:Url"] = "http://127.0.0.1:0",
            ["Emulator:StateFolder"] = folder.File("state"),
            ["Emulator:FunctionKey"] = "the-key",
            ["Emulator:BlobPollingInterval"] = "00:00:00.1",
            ["Emulator:StopWait"] = "00:00:05",
        });
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Services.AddSingleton<Recorder>();
        configure?.Invoke(builder);
        var host = builder.BuildHost(functions);
        try
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await host.DisposeAsync();
            owned?.Dispose();
            throw;
        }

        return new TestHost(host, folder, owned, new HttpClient { BaseAddress = host.Address });
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
        _owned?.Dispose();
    }
}
