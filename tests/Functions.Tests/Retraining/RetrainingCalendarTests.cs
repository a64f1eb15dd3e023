using CloudRestore.Functions.Retraining;
using Cronos;
using CsCheck;

namespace CloudRestore.Functions.Tests.Retraining;

public class RetrainingCalendarTests
{
    private static readonly Gen<string> Crons = Any(
        "0 30 2 * * *", "0 0 3 * * SUN", "0 */45 * * * *", "30 15 */3 * * *", "0 0 0 1 * *", "0 59 1 * * MON-FRI", "0 30 1,2,3 * 3,10,11 *");

    // Some change by an hour, one by half an hour, one never.
    private static readonly Gen<string> Zones = Any("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata");

    // Just before clocks change somewhere, and at any time.
    private static readonly Gen<DateTimeOffset> Starts = Gen.OneOf(
        Any("2026-03-29T00:00:00Z", "2026-10-24T22:00:00Z", "2026-03-08T05:00:00Z", "2026-11-01T04:00:00Z", "2026-04-04T14:00:00Z").Select(DateTimeOffset.Parse),
        Gen.Int[0, 525_599].Select(minute => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute)));

    // From one look to the next: five minutes mostly; a restart, a stop of days, and a clock that is set back.
    private static readonly Gen<TimeSpan[]> Pauses = Gen.Frequency(
        (8, Gen.Const(TimeSpan.FromMinutes(5))),
        (3, Gen.Int[0, 7200].Select(seconds => TimeSpan.FromSeconds(seconds))),
        (1, Gen.Int[1, 4].Select(days => TimeSpan.FromDays(days))),
        (1, Gen.Int[-600, -1].Select(seconds => TimeSpan.FromSeconds(seconds)))).Array[1, 40];

    [Fact]
    public void No_occurrence_is_missed_and_none_comes_twice_however_the_looks_are_spaced() =>
        Gen.Select(Crons, Zones, Starts, Pauses).Sample((cron, zone, start, pauses) =>
        {
            var calendar = Calendar(cron, zone);
            var (state, _) = calendar.Look(null, start);
            var (now, seenUntil) = (start, start);
            foreach (var pause in pauses)
            {
                now += pause;
                var due = calendar.Look(state, now);
                var expected = now > seenUntil ? Between(cron, zone, seenUntil, now) : [];
                due.Due.Should().Be(expected.Count == 0 ? null : expected[^1]);
                due.State.LastOccurrence.Should().Be(due.Due ?? state.LastOccurrence);
                seenUntil = now > seenUntil ? now : seenUntil;
                due.State.CheckedUntil.Should().Be(seenUntil);
                state = due.State;
            }
        },
        iter: 60,
        threads: 1);

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    public void A_daily_time_that_the_clock_skips_or_repeats_comes_once_on_every_day_of_the_year(string zone)
    {
        var (calendar, local) = (Calendar("0 30 2 * * *", zone), TimeZoneInfo.FindSystemTimeZoneById(zone));
        var days = new List<DateOnly>();
        var (state, _) = calendar.Look(null, DateTimeOffset.Parse("2025-12-31T12:00:00Z"));
        for (var now = state.CheckedUntil!.Value; now < DateTimeOffset.Parse("2026-12-31T12:00:00Z"); now += TimeSpan.FromMinutes(47))
        {
            (state, var due) = calendar.Look(state, now);
            if (due is { } occurrence)
                days.Add(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(occurrence, local).DateTime));
        }

        days.Should().Equal(Enumerable.Range(0, 365).Select(day => new DateOnly(2026, 1, 1).AddDays(day)));
    }

    [Fact]
    public void Nothing_from_before_the_first_look_and_nothing_of_a_schedule_that_was_changed_is_caught_up()
    {
        var now = DateTimeOffset.Parse("2026-11-26T12:00:00Z");
        var (state, first) = Calendar("0 0 3 * * *", "UTC").Look(null, now);
        var (_, changed) = Calendar("0 0 9 * * *", "UTC").Look(state, now.AddMinutes(5));

        (first, changed).Should().Be((null, null));
    }

    [Fact]
    public void A_schedule_of_every_second_that_slept_for_a_year_is_looked_at_quickly_and_gives_its_newest_occurrence()
    {
        var calendar = Calendar("* * * * * *", "Europe/Berlin");
        var now = DateTimeOffset.Parse("2026-11-26T12:00:00Z");

        calendar.NewestBetween(now.AddYears(-1), now).Should().Be(now);
        calendar.Next(now).Should().Be(now.AddSeconds(1));
    }

    private static Gen<string> Any(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static RetrainingCalendar Calendar(string cron, string zone) => RetrainingCalendar.Of(new RetrainingOptions { Schedule = cron, TimeZone = zone })!;

    // One after the other, as the calendar does not.
    private static List<DateTimeOffset> Between(string cron, string zone, DateTimeOffset after, DateTimeOffset until)
    {
        var (expression, found) = (CronExpression.Parse(cron, CronFormat.IncludeSeconds), new List<DateTimeOffset>());
        var local = TimeZoneInfo.FindSystemTimeZoneById(zone);
        for (var at = expression.GetNextOccurrence(after, local); at is { } next && next <= until; at = expression.GetNextOccurrence(next, local))
            found.Add(next.ToUniversalTime());
        return found;
    }
}
