using CloudRestore.Emulator.Durable;
using CloudRestore.Emulator.Durable.History;
using CloudRestore.Emulator.Durable.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudRestore.Emulator.Tests.Durable;

/// <summary>An engine over a catalog, on a file of its own.</summary>
internal sealed class EngineFixture : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("durable-").FullName;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggerFactory;
    private DurableEngine? _engine;

    public EngineFixture(TestCatalog catalog, TimeProvider? time = null, ILoggerFactory? loggerFactory = null)
    {
        Catalog = catalog;
        _time = time ?? TimeProvider.System;
        _loggerFactory = loggerFactory ?? NullLoggerFactory.Instance;
    }

    public TestCatalog Catalog { get; set; }

    public string DatabasePath => Path.Combine(_folder, "hub.db");

    public DurableTaskClient Client => _engine!.Client;

    public Task<IReadOnlyList<HistoryEvent>> HistoryAsync(string instanceId) =>
        _engine!.ReadHistoryAsync(instanceId, TestContext.Current.CancellationToken);

    public static async Task<EngineFixture> StartAsync(TestCatalog catalog, TimeProvider? time = null, ILoggerFactory? loggerFactory = null)
    {
        var fixture = new EngineFixture(catalog, time, loggerFactory);
        await fixture.StartAsync();
        return fixture;
    }

    public async Task StartAsync(Action<CommitPoint>? atCommit = null)
    {
        var options = new DurableOptions { DatabasePath = DatabasePath, DrainTimeout = TimeSpan.FromSeconds(5) };
        _engine = new DurableEngine(Catalog, options, _time, _loggerFactory, atCommit);
        await _engine.StartAsync(CancellationToken.None);
    }

    public async Task StopAsync() => await _engine!.StopAsync(CancellationToken.None);

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Starts an orchestration and waits for its end.</summary>
    public async Task<OrchestrationMetadata> RunAsync(TaskName name, object? input = null, string? id = null)
    {
        var instanceId = await Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id));
        return await EndAsync(instanceId);
    }

    public Task<OrchestrationMetadata> EndAsync(string instanceId) =>
        Client.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs: true).WaitAsync(Patience);

    /// <summary>Waits until an orchestration is as wished.</summary>
    public async Task<OrchestrationMetadata> UntilAsync(string instanceId, Func<OrchestrationMetadata, bool> isReached)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await Client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, patience.Token) is { } instance && isReached(instance))
                return instance;
            await Task.Delay(5, patience.Token);
        }
    }

    /// <summary>Waits until an orchestration's history is as wished.</summary>
    public async Task UntilHistoryAsync(string instanceId, Func<IReadOnlyList<HistoryEvent>, bool> isReached)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isReached(await HistoryAsync(instanceId)))
            await Task.Delay(5, patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
            await _engine.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
