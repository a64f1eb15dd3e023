using System.Globalization;
using CloudRestore.Emulator.Hosting;
using NCrontab;

namespace CloudRestore.Emulator.Triggers.Timers;

/// <summary>When a timer fires: NCrontab fields in UTC, or a fixed interval.</summary>
internal sealed class TimerSchedule
{
    private readonly CrontabSchedule? _cron;
    private readonly TimeSpan _interval;

    /// <exception cref="FunctionAppException">The text is neither six (or five) NCrontab fields nor a positive TimeSpan.</exception>
    public TimerSchedule(string text)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        if (fields == 1 && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _interval) && _interval > TimeSpan.Zero)
        {
            return;
        }

        _cron = CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 })
            ?? throw new FunctionAppException($"'{text}' is not a timer schedule; write six fields (second minute hour day month weekday), or a TimeSpan.");
    }

    /// <summary>The first occurrence after a point in time.</summary>
    public DateTime Next(DateTime after) => _cron?.GetNextOccurrence(after) ?? after + _interval;

    /// <summary>Whether two occurrences can be less than a minute apart; such a schedule is never monitored.</summary>
    public bool IsShort(DateTime now)
    {
        if (_cron is null)
        {
            return _interval < TimeSpan.FromMinutes(1);
        }

        var occurrences = _cron.GetNextOccurrences(now, DateTime.MaxValue).Take(10).ToList();
        return occurrences.Zip(occurrences.Skip(1)).Any(pair => pair.Second - pair.First < TimeSpan.FromMinutes(1));
    }
}
