using CloudRestore.Emulator.Hosting;
using CloudRestore.Emulator.Invocation;
using Microsoft.Azure.Functions.Worker;

namespace CloudRestore.Emulator.Triggers.Timers;

/// <summary>Executes a function on its schedule, never twice at once. Missed occurrences are made up for by one execution.</summary>
internal sealed class TimerListener(
    FunctionMethod function,
    TimerSchedule schedule,
    TimerStatusStore store,
    FunctionInvoker invoker,
    TimeProvider time) : ITriggerListener
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private readonly TimerTriggerAttribute _trigger = (TimerTriggerAttribute)function.Trigger;

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task RunAsync(CancellationToken stopping)
    {
        var monitored = _trigger.UseMonitor && !schedule.IsShort(Now());
        var status = monitored ? store.Read() : null;
        var isPastDue = status is not null && Expected(status) < Now();
        if (status is null)
        {
            status = new ScheduleStatus { Next = schedule.Next(Now()), LastUpdated = Now() };
            Save(status, monitored);
        }

        if (isPastDue || _trigger.RunOnStartup)
        {
            status = await ExecuteAsync(status, isPastDue, monitored, stopping);
        }

        while (await ReachesAsync(Expected(status), stopping))
        {
            status = await ExecuteAsync(status, isPastDue: false, monitored, stopping);
        }
    }

    private DateTime Now() => time.GetUtcNow().UtcDateTime;

    /// <summary>The next occurrence by the schedule of today, which may not be the one the status was written with.</summary>
    private DateTime Expected(ScheduleStatus status) => schedule.Next(status.LastUpdated);

    private void Save(ScheduleStatus status, bool monitored)
    {
        if (monitored)
        {
            store.Write(status);
        }
    }

    private async Task<bool> ReachesAsync(DateTime occurrence, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var wait = occurrence - Now();
            if (wait <= TimeSpan.Zero)
            {
                return true;
            }

            // Timers count whole milliseconds: rounding up keeps one from firing just before its occurrence.
            wait = wait < LongestDelay ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : LongestDelay;
            await Task.Delay(wait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return false;
    }

    private async Task<ScheduleStatus> ExecuteAsync(ScheduleStatus status, bool isPastDue, bool monitored, CancellationToken stopping)
    {
        var started = Now();
        var info = new TimerInfo { IsPastDue = isPastDue, ScheduleStatus = monitored ? status : null };
        await RetryAsync(info, stopping);
        if (stopping.IsCancellationRequested)
        {
            return status;
        }

        var ended = Now();
        status = new ScheduleStatus { Last = started, Next = schedule.Next(ended), LastUpdated = ended };
        Save(status, monitored);
        return status;
    }

    private async Task RetryAsync(TimerInfo info, CancellationToken stopping)
    {
        var limit = function.Retry?.MaxRetryCount ?? 0;
        for (var retry = 0; limit < 0 || retry <= limit; retry++)
        {
            if (retry > 0)
            {
                await Task.Delay(RetryDelay.Of(function.Retry!, retry), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            try
            {
                var invocation = new FunctionInvocation(function, (_, _) => ValueTask.FromResult<object?>(info)) { RetryCount = retry, MaxRetryCount = limit };
                await invoker.InvokeAsync(invocation, stopping);
                return;
            }
            catch (Exception)
            {
                // The invoker has logged it; the schedule goes on whatever a function does.
                if (stopping.IsCancellationRequested)
                {
                    return;
                }
            }
        }
    }
}
