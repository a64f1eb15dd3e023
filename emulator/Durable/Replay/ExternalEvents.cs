using CloudRestore.Emulator.Durable.History;

namespace CloudRestore.Emulator.Durable.Replay;

/// <summary>
/// Brings events to waiters. Events without a waiter are kept, oldest first; of several waiters the newest is served, and
/// one that was given up stays in its place and swallows the event that reaches it, as in the worker since its version
/// 1.18.
/// </summary>
internal sealed class ExternalEvents
{
    private readonly Dictionary<string, Stack<Waiter>> _waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<RaisedEvent> _kept = [];

    /// <summary>Events that nobody has waited for, oldest first.</summary>
    public IReadOnlyList<RaisedEvent> Kept => _kept;

    /// <summary>Whether a waiter is there that has not been given up.</summary>
    public bool HasLiveWaiter => _waiters.Values.Any(static stack => stack.Any(static waiter => !waiter.IsCompleted()));

    /// <summary>Takes a kept event.</summary>
    public bool TryTake(string name, out string? data)
    {
        var index = _kept.FindIndex(entry => string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase));
        data = index < 0 ? null : _kept[index].Data;
        if (index >= 0)
            _kept.RemoveAt(index);
        return index >= 0;
    }

    /// <summary>Adds a waiter.</summary>
    /// <exception cref="ArgumentException">Another waiter for this name expects another type.</exception>
    public void Add(string name, Waiter waiter)
    {
        if (!_waiters.TryGetValue(name, out var stack))
            _waiters.Add(name, stack = []);
        if (stack.TryPeek(out var newest) && newest.Type != waiter.Type)
        {
            throw new ArgumentException(
                "Events with the same name must have the same type argument. " +
                $"Expected {newest.Type.FullName} but was requested {waiter.Type.FullName}.");
        }

        stack.Push(waiter);
    }

    /// <summary>Gives an event to the newest waiter, or keeps it.</summary>
    public void Raise(RaisedEvent raised)
    {
        if (_waiters.TryGetValue(raised.Name, out var stack) && stack.TryPop(out var waiter))
            waiter.Receive(raised.Data);
        else
            _kept.Add(raised);
    }

    /// <summary>Someone who waits for an event of a type.</summary>
    internal sealed record Waiter(Type Type, Action<string?> Receive, Func<bool> IsCompleted);
}
