using Cronos;

namespace CloudRestore.Functions.Retraining;

/// <summary>
/// The occurrences of a schedule. The time since they were last looked at is looked at once, however long it was, so that none is missed and
/// none comes twice; of several the newest counts, because training once is enough. Pure.
/// </summary>
internal sealed class RetrainingCalendar
{
    private static readonly TimeSpan FirstWindow = TimeSpan.FromMinutes(10);

    private readonly CronExpression _cron;
    private readonly TimeZoneInfo _zone;

    private RetrainingCalendar(CronExpression cron, TimeZoneInfo zone) => (_cron, _zone) = (cron, zone);

    /// <summary>The calendar of checked settings, or null without a schedule.</summary>
    public static RetrainingCalendar? Of(RetrainingOptions options) => string.IsNullOrEmpty(options.Schedule)
        ? null
        : new RetrainingCalendar(CronExpression.Parse(options.Schedule, CronFormat.IncludeSeconds), TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone));

    /// <summary>The first occurrence after a time, or null if there is none any more.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) =>
        _cron.GetNextOccurrence(after.UtcDateTime, _zone) is { } next ? new DateTimeOffset(next) : null;

    /// <summary>The newest occurrence after <paramref name="after"/> and up to <paramref name="until"/>, or null.</summary>
    public DateTimeOffset? NewestBetween(DateTimeOffset after, DateTimeOffset until)
    {
        // Backwards in growing windows: a schedule may have an occurrence every second, and the app may have slept for weeks.
        var (to, window) = (until, FirstWindow);
        while (to > after)
        {
            var from = to - after > window ? to - window : after;
            if (_cron.GetOccurrences(from.UtcDateTime, to.UtcDateTime, _zone, fromInclusive: false, toInclusive: true).Select(found => (DateTime?)found).LastOrDefault() is { } newest)
                return new DateTimeOffset(newest);
            (to, window) = (from, window * 2);
        }

        return null;
    }

    /// <summary>Looks at the time since the last look.</summary>
    /// <param name="state">What was kept; null before the first look, which only begins to look.</param>
    /// <param name="now">The time.</param>
    /// <returns>What to keep, and the occurrence that has come, or null.</returns>
    public (RetrainingState State, DateTimeOffset? Due) Look(RetrainingState? state, DateTimeOffset now)
    {
        if (state is null)
            return (new RetrainingState { CheckedUntil = now }, null);
        if (state.CheckedUntil is not { } after)
            return (state with { CheckedUntil = now }, null);
        // A clock that was set back is waited for.
        if (now <= after)
            return (state, null);
        var due = NewestBetween(after, now);
        return (state with { CheckedUntil = now, LastOccurrence = due ?? state.LastOccurrence }, due);
    }
}
