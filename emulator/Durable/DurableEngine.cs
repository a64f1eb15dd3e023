using System.ComponentModel.DataAnnotations;
using CloudRestore.Emulator.Durable.History;
using CloudRestore.Emulator.Durable.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Emulator.Durable;

/// <summary>
/// Runs orchestrations by replaying histories kept in SQLite. Every step is one transaction with all that it schedules, so
/// a process that is killed at any moment goes on at its next start: no completed activity is run again, and one that was
/// running is.
/// </summary>
public sealed class DurableEngine : IAsyncDisposable
{
    private readonly IDurableFunctionCatalog _catalog;
    private readonly DurableOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggerFactory;
    private readonly Action<CommitPoint>? _atCommit;
    private EngineRun? _run;

    /// <summary>Makes an engine; it does nothing before <see cref="StartAsync"/>.</summary>
    /// <param name="catalog">The app's orchestrators and activities.</param>
    /// <param name="options">Where the database is, and how much runs at once.</param>
    /// <param name="timeProvider">The clock of timers and orchestrations.</param>
    /// <param name="loggerFactory">Makes the loggers of the engine and of orchestrators.</param>
    /// <exception cref="ValidationException">An option is outside its range.</exception>
    public DurableEngine(IDurableFunctionCatalog catalog, DurableOptions options, TimeProvider timeProvider, ILoggerFactory loggerFactory)
        : this(catalog, options, timeProvider, loggerFactory, null)
    {
    }

    internal DurableEngine(
        IDurableFunctionCatalog catalog,
        DurableOptions options,
        TimeProvider timeProvider,
        ILoggerFactory loggerFactory,
        Action<CommitPoint>? atCommit)
    {
        ArgumentNullException.ThrowIfNull(options);
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        _catalog = catalog;
        _options = options;
        _time = timeProvider;
        _loggerFactory = loggerFactory;
        _atCommit = atCommit;
        EngineClient = new EngineClient(options.HubName, catalog, timeProvider, () => _run ?? throw new DatabaseClosedException());
    }

    /// <summary>
    /// Starts and steers orchestrations while the engine runs; before and after, its calls throw <see
    /// cref="InvalidOperationException"/>.
    /// </summary>
    public DurableTaskClient Client => EngineClient;

    internal EngineClient EngineClient { get; }

    /// <summary>Opens the database and takes up everything that is pending; timers past due fire at once.</summary>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <returns>A task that ends when the engine runs.</returns>
    /// <exception cref="IOException">The database cannot be opened, or another process has it.</exception>
    /// <exception cref="InvalidOperationException">The engine runs already.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_run is not null)
            throw new InvalidOperationException("The durable engine runs already.");
        var database = DurableDatabase.Open(_options.DatabasePath, _loggerFactory.CreateLogger<DurableEngine>(), _atCommit);
        _run = await EngineRun.StartAsync(database, _catalog, _options, _time, _loggerFactory);
    }

    /// <summary>Cancels the tokens of running activities, waits for them for the drain timeout, and closes the database.</summary>
    /// <param name="cancellationToken">Ends the waiting early.</param>
    /// <returns>A task that ends when the engine has stopped.</returns>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _run, null) is { } run)
            await run.StopAsync(cancellationToken);
    }

    /// <summary>The history of the newest execution of an orchestration; empty for one that is unknown.</summary>
    /// <param name="instanceId">The orchestration.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="InvalidOperationException">The engine does not run.</exception>
    internal async Task<IReadOnlyList<HistoryEvent>> ReadHistoryAsync(string instanceId, CancellationToken cancellationToken)
    {
        var run = _run ?? throw new DatabaseClosedException();
        return await run.Database.RunAsync(session => HistoryTable.Read(session, instanceId)).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);
}
