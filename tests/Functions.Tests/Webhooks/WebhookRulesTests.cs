using CloudRestore.Core.Runs;
using CloudRestore.Core.Webhooks;
using CloudRestore.Functions.Webhooks;
using CsCheck;

namespace CloudRestore.Functions.Tests.Webhooks;

public class WebhookRulesTests
{
    private static readonly DateTimeOffset Began = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);

    private static readonly Gen<WebhookSchedule> Schedules =
        from first in Gen.Double[0.1, 3600]
        from longest in Gen.Double[0.1, 86400]
        from age in Gen.Double[0, 7 * 86400]
        select new WebhookSchedule { FirstRetry = TimeSpan.FromSeconds(first), LongestRetry = TimeSpan.FromSeconds(longest), GiveUpAfter = TimeSpan.FromSeconds(age) };

    [Fact]
    public void Each_wait_is_twice_the_one_before_up_to_the_longest() => Schedules.Select(Gen.Int[1, 2000]).Sample((schedule, attempts) =>
    {
        var (wait, next) = (WebhookRules.DelayAfter(schedule, attempts), WebhookRules.DelayAfter(schedule, attempts + 1));
        return wait <= schedule.LongestRetry && (next == schedule.LongestRetry || Math.Abs(next / wait - 2) < 0.001);
    });

    [Fact]
    public void An_event_is_given_up_when_the_next_attempt_would_come_too_late_and_not_before() => Schedules.Sample(schedule =>
    {
        var (now, attempts) = (Began, 0);
        while (!WebhookRules.IsLast(schedule, Event(), attempts, now) && attempts < 10_000)
            now += WebhookRules.DelayAfter(schedule, ++attempts);
        return now - Began <= schedule.GiveUpAfter && (attempts == 10_000 || now + WebhookRules.DelayAfter(schedule, attempts + 1) - Began > schedule.GiveUpAfter);
    });

    [Fact]
    public void An_event_that_has_waited_too_long_behind_others_is_sent_once() =>
        WebhookRules.IsLast(new(), Event(), attempts: 0, Began.AddDays(3)).Should().BeTrue();

    [Fact]
    public void Only_events_of_stages_wait_for_the_stage_before_them()
    {
        var work = new WebhookWork(WebhookSubject.OfRun("r", 1), new() { StageInterval = TimeSpan.FromSeconds(10) }, LastStageAt: Began);

        WebhookRules.StageWait(work, Event("gan"), Began.AddSeconds(4)).Should().Be(TimeSpan.FromSeconds(6));
        WebhookRules.StageWait(work, Event("gan"), Began.AddSeconds(40)).Should().Be(TimeSpan.Zero);
        WebhookRules.StageWait(work, Event(), Began.AddSeconds(4)).Should().Be(TimeSpan.Zero);
        WebhookRules.StageWait(work with { LastStageAt = null }, Event("gan"), Began).Should().Be(TimeSpan.Zero);
    }

    private static WebhookEvent Event(string? stage = null) =>
        new() { Id = "e", Type = WebhookEventType.Ended, Time = Began, Stage = stage, Status = RunStatus.Succeeded };
}
