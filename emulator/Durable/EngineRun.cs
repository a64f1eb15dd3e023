using CloudRestore.Emulator.Durable.Execution;
using CloudRestore.Emulator.Durable.Storage;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Emulator.Durable;

/// <summary>One run of the engine, from start to stop: the database and the loops that work on it.</summary>
internal sealed class EngineRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TimerQueue _timers;
    private readonly ActivityDispatcher _activities;
    private readonly InstanceDispatcher _instances;
    private readonly DurableOptions _options;
    private Task _loops = Task.CompletedTask;

    private EngineRun(
        DurableDatabase database, IDurableFunctionCatalog catalog, DurableOptions options, TimeProvider time, ILoggerFactory loggerFactory)
    {
        Database = database;
        _options = options;
        _timers = new(time, due => _ = FireAsync(due));
        _instances = new(database, catalog, time, loggerFactory, Apply);
        _activities = new(database, catalog, loggerFactory.CreateLogger<ActivityDispatcher>(), _instances.Wake);
    }

    public DurableDatabase Database { get; }

    public InstanceSignals Signals { get; } = new();

    /// <summary>Takes up everything that is pending in the database.</summary>
    public static async Task<EngineRun> StartAsync(
        DurableDatabase database, IDurableFunctionCatalog catalog, DurableOptions options, TimeProvider time, ILoggerFactory loggerFactory)
    {
        var run = new EngineRun(database, catalog, options, time, loggerFactory);
        var (receivers, activities, timers) = await database.RunAsync(static session =>
            (Inbox.Receivers(session), ScheduledWork.Activities(session), ScheduledWork.Timers(session)));
        receivers.ForEach(run._instances.Wake);
        activities.ForEach(run._activities.Add);
        run._timers.Add(timers);
        run._loops = Task.WhenAll(
        [
            .. Enumerable.Range(0, options.MaxConcurrentActivities)
                .Select(_ => Task.Run(() => run._activities.RunAsync(run._stopping.Token))),
            .. Enumerable.Range(0, options.MaxConcurrentOrchestrators).Select(_ => Task.Run(run._instances.RunAsync)),
        ]);
        return run;
    }

    /// <summary>Sets going what a commit scheduled.</summary>
    public void Apply(Effects effects)
    {
        effects.Activities.ForEach(_activities.Add);
        _timers.Remove(effects.CancelledTimers);
        _timers.Add(effects.Timers);
        foreach (var instanceId in effects.Receivers)
            _instances.Wake(instanceId);
        foreach (var instanceId in effects.Changed)
            Signals.Changed(instanceId);
    }

    /// <summary>Stops the loops and closes the database.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        _timers.Dispose();
        await _stopping.CancelAsync();
        _instances.Complete();
        try
        {
            await _loops.WaitAsync(_options.DrainTimeout, cancellation);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // What still runs is recorded as scheduled, and runs again at the next start.
        }

        await Database.DisposeAsync();
        _stopping.Dispose();
        Signals.ChangedAll();
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private async Task FireAsync(IReadOnlyList<PendingTimer> due)
    {
        try
        {
            var fired = await Database.RunAsync(session => due.Where(timer => ScheduledWork.Fire(session, timer)).ToList());
            foreach (var timer in fired)
                _instances.Wake(timer.InstanceId);
        }
        catch (DatabaseClosedException)
        {
            // They are due at once when the engine starts again.
        }
    }
}
