using CloudRestore.Emulator.Durable.Storage;

namespace CloudRestore.Emulator.Durable.Execution;

/// <summary>Fires timers when they are due, by one clock timer for the earliest.</summary>
internal sealed class TimerQueue : IDisposable
{
    // Clock timers have an upper limit, and a machine that slept should notice soon.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly Action<IReadOnlyList<PendingTimer>> _fire;
    private readonly ITimer _clock;
    private readonly Dictionary<(string, string, int), PendingTimer> _timers = [];
    private readonly SortedSet<PendingTimer> _byDue = new(Comparer<PendingTimer>.Create(Compare));
    private bool _isDisposed;

    public TimerQueue(TimeProvider time, Action<IReadOnlyList<PendingTimer>> fire)
    {
        _time = time;
        _fire = fire;
        _clock = time.CreateTimer(_ => FireDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(IEnumerable<PendingTimer> timers)
    {
        lock (_lock)
        {
            foreach (var timer in timers)
            {
                if (_timers.TryAdd(Key(timer), timer))
                    _byDue.Add(timer);
            }
        }

        FireDue();
    }

    /// <summary>Forgets timers that were given up.</summary>
    public void Remove(IEnumerable<PendingTimer> timers)
    {
        lock (_lock)
        {
            foreach (var timer in timers)
            {
                if (_timers.Remove(Key(timer), out var known))
                    _byDue.Remove(known);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
            _isDisposed = true;
        _clock.Dispose();
    }

    private static (string InstanceId, string ExecutionId, int TaskId) Key(PendingTimer timer) =>
        (timer.InstanceId, timer.ExecutionId, timer.TaskId);

    private static int Compare(PendingTimer a, PendingTimer b) =>
        a.Due != b.Due ? a.Due.CompareTo(b.Due)
        : string.CompareOrdinal(a.InstanceId, b.InstanceId) is var byInstance and not 0 ? byInstance
        : string.CompareOrdinal(a.ExecutionId, b.ExecutionId) is var byExecution and not 0 ? byExecution
        : a.TaskId.CompareTo(b.TaskId);

    private void FireDue()
    {
        List<PendingTimer> due = [];
        lock (_lock)
        {
            if (_isDisposed)
                return;
            var now = _time.GetUtcNow().UtcDateTime;
            while (_byDue.Min is { } first && first.Due <= now)
            {
                _byDue.Remove(first);
                _timers.Remove(Key(first));
                due.Add(first);
            }

            if (_byDue.Min is { } next)
            {
                // Clock timers count whole milliseconds: rounding down would wake too early and spin.
                var wait = TimeSpan.FromMilliseconds(Math.Ceiling((next.Due - now).TotalMilliseconds));
                _clock.Change(wait < LongestWait ? wait : LongestWait, Timeout.InfiniteTimeSpan);
            }
        }

        if (due.Count > 0)
            _fire(due);
    }
}
