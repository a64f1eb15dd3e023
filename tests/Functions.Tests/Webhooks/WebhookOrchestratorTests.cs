using CloudRestore.Core.Runs;
using CloudRestore.Core.Webhooks;
using CloudRestore.Functions.Tests.Support;
using CloudRestore.Functions.Webhooks;
using Microsoft.DurableTask;

namespace CloudRestore.Functions.Tests.Webhooks;

public class WebhookOrchestratorTests
{
    private static readonly DateTimeOffset Began = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);

    private static readonly WebhookEvent[] ThreeEvents =
    [
        Event("started", 0),
        Event("stage-started.gan", 0) with { Type = WebhookEventType.StageStarted, Stage = "gan" },
        Event("ended", 60),
    ];

    [Fact]
    public async Task Events_are_sent_in_order_each_once_as_they_happen()
    {
        var trial = new WebhookTrial(new(), ThreeEvents);

        await trial.RunAsync();

        trial.Sent.Select(sent => (sent.Id, sent.At)).Should().Equal(
            ("started", Began), ("stage-started.gan", Began), ("ended", Began.AddSeconds(60)));
    }

    [Fact]
    public async Task An_event_that_is_not_taken_is_sent_again_later_and_later_and_none_overtakes_it()
    {
        var trial = new WebhookTrial(new(), ThreeEvents) { Receiver = (_, earlier) => earlier < 4 ? WebhookAnswer.Failed : WebhookAnswer.Delivered };

        await trial.RunAsync();

        trial.Sent.Select(sent => sent.Id).Should().Equal("started", "started", "started", "started", "started", "stage-started.gan", "ended");
        trial.Sent.Take(5).Select(sent => (sent.At - Began).TotalSeconds).Should().Equal(0, 10, 30, 70, 150);
    }

    [Fact]
    public async Task A_receiver_that_is_dead_for_good_is_left_alone_after_a_day_whatever_waited()
    {
        var trial = new WebhookTrial(new(), ThreeEvents) { Receiver = (_, _) => WebhookAnswer.Failed };

        await trial.RunAsync();

        var first = trial.Sent.FindAll(sent => sent.Id == "started");
        (first[^1].At - Began).Should().BeGreaterThan(TimeSpan.FromHours(19)).And.BeLessThanOrEqualTo(TimeSpan.FromDays(1));
        trial.Sent.Where(sent => sent.IsLast).Select(sent => sent.Id).Should().Equal("started", "stage-started.gan", "ended");
        (trial.Sent[^1].At - ThreeEvents[^1].Time).Should().BeLessThanOrEqualTo(TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task A_run_of_weeks_is_watched_with_histories_that_stay_short()
    {
        var trial = new WebhookTrial(new(), Event("started", 0), Event("ended", 14 * 86400));

        await trial.RunAsync();

        trial.Sent.Select(sent => sent.Id).Should().Equal("started", "ended");
        trial.Reads.Should().BeLessThanOrEqualTo(trial.Histories * 20).And.BeGreaterThan(14 * 24 * 60);
    }

    [Fact]
    public async Task Stages_wait_for_each_other_and_the_end_does_not_wait_for_them()
    {
        WebhookEvent[] events = [.. Enumerable.Range(0, 3).Select(i => Event($"s{i}", 0) with { Stage = $"s{i}" }), Event("ended", 0)];
        var trial = new WebhookTrial(new() { StageInterval = TimeSpan.FromSeconds(7) }, events);

        await trial.RunAsync();

        trial.Sent.Select(sent => (sent.At - Began).TotalSeconds).Should().Equal(0, 7, 14, 14);
    }

    [Fact]
    public async Task An_attempt_that_found_no_place_is_none()
    {
        var trial = new WebhookTrial(new(), ThreeEvents) { Receiver = (_, earlier) => earlier is > 0 and < 4 ? WebhookAnswer.Busy : WebhookAnswer.Delivered };

        await trial.RunAsync();

        trial.Sent.Select(sent => (sent.At - Began).TotalSeconds).Should().Equal(0, 0, 10, 20, 30, 90);
    }

    [Fact]
    public async Task Storage_that_is_away_for_hours_loses_no_event()
    {
        var trial = new WebhookTrial(new(), ThreeEvents) { Storage = earlier => earlier is 0 or > 11 };

        await trial.RunAsync();

        trial.Sent.Select(sent => sent.Id).Should().Equal("started", "stage-started.gan", "ended");
        (trial.Sent[1].At - Began).Should().BeGreaterThan(TimeSpan.FromHours(5));
    }

    [Fact]
    public async Task Storage_that_stays_away_fails_the_orchestration_and_not_for_ever_tries()
    {
        var trial = new WebhookTrial(new(), ThreeEvents) { Storage = _ => false };

        await FluentActions.Awaiting(trial.RunAsync).Should().ThrowAsync<TaskFailedException>();
        trial.Reads.Should().Be(WebhookRules.MaxFaults + 1);
    }

    private static WebhookEvent Event(string id, int seconds) =>
        new() { Id = id, Type = WebhookEventType.Ended, Time = Began.AddSeconds(seconds), Status = RunStatus.Running };
}
