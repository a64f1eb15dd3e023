using System.Globalization;
using CloudRestore.Emulator.Hosting;
using CloudRestore.Emulator.Triggers.Timers;

namespace CloudRestore.Emulator.Tests.Triggers.Timers;

public class TimerScheduleTests
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 30, DateTimeKind.Utc);

    [Theory]
    [InlineData("0 0 3 * * *", "2026-03-02T03:00:00")]
    [InlineData("*/20 * * * * *", "2026-03-01T12:00:40")]
    [InlineData("0 0 9 * * 1-5", "2026-03-02T09:00:00")]
    [InlineData("5 * * * *", "2026-03-01T12:05:00")]
    [InlineData("06:00:00", "2026-03-01T18:00:30")]
    public void The_next_occurrence_is_computed(string schedule, string expected) =>
        new TimerSchedule(schedule).Next(Now).Should().Be(DateTime.Parse(expected, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("*/20 * * * * *", true)]
    [InlineData("0 * * * * *", false)]
    [InlineData("00:00:59", true)]
    [InlineData("00:01:00", false)]
    public void A_schedule_under_a_minute_is_short(string schedule, bool isShort) =>
        new TimerSchedule(schedule).IsShort(Now).Should().Be(isShort);

    [Theory]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("-00:01:00")]
    [InlineData("0 0 25 * * *")]
    [InlineData("0 0 0 0 0 0 0")]
    public void Anything_else_is_refused_in_one_sentence(string schedule)
    {
        var make = () => new TimerSchedule(schedule);

        make.Should().Throw<FunctionAppException>().Which.Message.Should().StartWith($"'{schedule}' is not a timer schedule");
    }
}
