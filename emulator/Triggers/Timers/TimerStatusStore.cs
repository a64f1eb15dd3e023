using System.Globalization;
using CloudRestore.Emulator.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace CloudRestore.Emulator.Triggers.Timers;

/// <summary>Keeps the occurrences of a timer over restarts.</summary>
internal sealed class TimerStatusStore(StateDatabase database, string function)
{
    /// <returns>Null before the first write.</returns>
    public ScheduleStatus? Read() => database
        .Query(
            "SELECT last, next, updated FROM timers WHERE function = $function",
            row => new ScheduleStatus { Last = Time(row.GetString(0)), Next = Time(row.GetString(1)), LastUpdated = Time(row.GetString(2)) },
            ("$function", function))
        .SingleOrDefault();

    public void Write(ScheduleStatus status) => database.Execute(
        "INSERT OR REPLACE INTO timers (function, last, next, updated) VALUES ($function, $last, $next, $updated)",
        ("$function", function),
        ("$last", Text(status.Last)),
        ("$next", Text(status.Next)),
        ("$updated", Text(status.LastUpdated)));

    private static string Text(DateTime time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
