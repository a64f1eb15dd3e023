using System.Collections.Concurrent;

namespace CloudRestore.Emulator.Durable.Execution;

/// <summary>Tells those who watch an instance that its record changed.</summary>
internal sealed class InstanceSignals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _signals = new(StringComparer.Ordinal);

    /// <summary>The next change of an instance. Ask before reading the record, so that no change is missed.</summary>
    public Task Next(string instanceId) =>
        _signals.GetOrAdd(instanceId, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Changed(string instanceId)
    {
        if (_signals.TryRemove(instanceId, out var signal))
            signal.TrySetResult();
    }

    /// <summary>Wakes everybody, to find that the engine has stopped.</summary>
    public void ChangedAll()
    {
        foreach (var instanceId in _signals.Keys)
            Changed(instanceId);
    }
}
