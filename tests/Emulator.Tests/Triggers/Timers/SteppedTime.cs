using Microsoft.Extensions.Time.Testing;

namespace CloudRestore.Emulator.Tests.Triggers.Timers;

/// <summary>A clock that goes from one awaited moment to the next and stands still between, however slow those that wait are.</summary>
internal sealed class SteppedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<WatchedTimer, DateTimeOffset> _due = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new WatchedTimer(this);
        timer.Inner = base.CreateTimer(
            inner =>
            {
                Note(timer, period);
                callback(inner);
            },
            state,
            dueTime,
            period);
        Note(timer, dueTime);
        return timer;
    }

    /// <summary>Goes to the earliest moment that a timer waits for.</summary>
    /// <returns>False when none waits.</returns>
    public bool StepToNextTimer()
    {
        TimeSpan step;
        lock (_lock)
        {
            if (_due.Count == 0)
            {
                return false;
            }

            step = _due.Values.Min() - GetUtcNow();
        }

        Advance(step);
        return true;
    }

    private void Note(WatchedTimer timer, TimeSpan wait)
    {
        lock (_lock)
        {
            if (wait <= TimeSpan.Zero)
            {
                _due.Remove(timer);
            }
            else
            {
                _due[timer] = GetUtcNow() + wait;
            }
        }
    }

    private sealed class WatchedTimer(SteppedTime time) : ITimer
    {
        public ITimer? Inner { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = Inner!.Change(dueTime, period);
            time.Note(this, dueTime);
            return changed;
        }

        public void Dispose()
        {
            time.Note(this, Timeout.InfiniteTimeSpan);
            Inner!.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
