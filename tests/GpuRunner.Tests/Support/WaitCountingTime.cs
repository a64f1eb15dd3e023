using Microsoft.Extensions.Time.Testing;

namespace CloudRestore.GpuRunner.Tests.Support;

/// <summary>A clock moved by hand that knows how many loops wait for it, so that a test moves it only when all have done their work.</summary>
internal sealed class WaitCountingTime : FakeTimeProvider
{
    private int _waiting;

    public int Waiting => Volatile.Read(ref _waiting);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);

        // A delay is a task; the limit of a cancellation token source is not a loop that waits.
        return state is Task ? new Delay(this, timer) : timer;
    }

    private sealed class Delay : ITimer
    {
        private readonly WaitCountingTime _time;
        private readonly ITimer _timer;
        private int _disposed;

        public Delay(WaitCountingTime time, ITimer timer)
        {
            (_time, _timer) = (time, timer);
            Interlocked.Increment(ref time._waiting);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => _timer.Change(dueTime, period);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
                Interlocked.Decrement(ref _time._waiting);
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
