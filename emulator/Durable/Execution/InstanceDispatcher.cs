using System.Threading.Channels;
using CloudRestore.Emulator.Durable.Replay;
using CloudRestore.Emulator.Durable.Storage;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Emulator.Durable.Execution;

/// <summary>Runs the steps of instances: several instances at once, each of them one step at a time.</summary>
internal sealed class InstanceDispatcher(
    DurableDatabase database,
    IDurableFunctionCatalog catalog,
    TimeProvider time,
    ILoggerFactory loggerFactory,
    Action<Effects> apply)
{
    private const int MostKnownHistories = 256;

    private readonly ILogger _logger = loggerFactory.CreateLogger<InstanceDispatcher>();
    private readonly Channel<string> _ready = Channel.CreateUnbounded<string>();
    private readonly ReplayPace _pace = new(TimeProvider.System);
    private readonly Lock _lock = new();

    /// <summary>Instances that are ready or running; true when a message came after the step began.</summary>
    private readonly Dictionary<string, bool> _active = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownHistory> _histories = new(StringComparer.Ordinal);

    /// <summary>Says that an instance has messages.</summary>
    public void Wake(string instanceId)
    {
        lock (_lock)
        {
            if (!_active.TryAdd(instanceId, false))
            {
                _active[instanceId] = true;
                return;
            }
        }

        _ready.Writer.TryWrite(instanceId);
    }

    /// <summary>Runs steps until <see cref="Complete"/>.</summary>
    public async Task RunAsync()
    {
        await foreach (var instanceId in _ready.Reader.ReadAllAsync())
        {
            if (Rest(instanceId) is { } rest)
            {
                _ = ResumeAsync(instanceId, rest);
                continue;
            }

            lock (_lock)
                _active[instanceId] = false;
            try
            {
                await StepAsync(instanceId);
            }
            catch (DatabaseClosedException)
            {
                return;
            }
            catch (Exception exception)
            {
                _logger.LogError(
                    exception, "Orchestration '{InstanceId}' could not make its next step; it is tried again when the app starts.", instanceId);
            }

            Release(instanceId);
        }
    }

    public void Complete() => _ready.Writer.TryComplete();

    private TimeSpan? Rest(string instanceId)
    {
        lock (_lock)
            return _histories.TryGetValue(instanceId, out var known) ? _pace.Rest(known) : null;
    }

    private async Task ResumeAsync(string instanceId, TimeSpan rest)
    {
        await _pace.WaitAsync(rest);
        _ready.Writer.TryWrite(instanceId);
    }

    private void Release(string instanceId)
    {
        lock (_lock)
        {
            if (!_active[instanceId])
            {
                _active.Remove(instanceId);
                return;
            }
        }

        // To the end of the queue: one that continues as new for ever does not starve the others.
        _ready.Writer.TryWrite(instanceId);
    }

    private async Task StepAsync(string instanceId)
    {
        KnownHistory? known;
        lock (_lock)
            known = _histories.GetValueOrDefault(instanceId);
        var situation = await database.RunAsync(session => StepCommitter.Read(session, instanceId, known));
        if (situation is null)
            return;
        var now = time.GetUtcNow().UtcDateTime;
        var begun = _pace.Begin();
        var step = StepPlanner.Plan(situation, now, (history, arrived) =>
        {
            catalog.TryGetOrchestrator(situation.Instance.Name, out var function);
            var identity = new InstanceIdentity(situation.Instance.Name, instanceId, situation.Instance.Parent);
            return Replayer.Run(function, identity, history, arrived, DurableJson.Converter, loggerFactory);
        });
        if (step is null)
            return;
        var replay = _pace.Replayed(begun);
        var effects = await database.RunAsync(session => StepCommitter.Write(session, step, now));
        Remember(situation, step, known, replay);
        if (step.Outcome.Ending is Ending.Failed { Failure: var failure })
            _logger.LogError("Orchestration '{InstanceId}' ({Name}) failed: {Failure}", instanceId, situation.Instance.Name, failure);
        apply(effects);
    }

    private void Remember(Situation situation, Step step, KnownHistory? known, ReplayTime replay)
    {
        lock (_lock)
        {
            if (step.Outcome.Ending is not null)
            {
                _histories.Remove(situation.Instance.Id);
                return;
            }

            if (_histories.Count >= MostKnownHistories)
                _histories.Clear();
            var execution = situation.Instance.ExecutionId;
            var recorded = StepCommitter.Recorded(step).ToList();
            var open = known?.ExecutionId == execution ? known.OpenCalls : KnownHistory.Opened(situation.History);
            _histories[situation.Instance.Id] = new(
                execution, [.. situation.History, .. recorded], open + KnownHistory.Opened(recorded), replay);
        }
    }
}
