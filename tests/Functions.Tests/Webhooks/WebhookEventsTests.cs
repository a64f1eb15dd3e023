using CloudRestore.Core.Runs;
using CloudRestore.Core.Webhooks;
using CloudRestore.Functions.Webhooks;
using CsCheck;

namespace CloudRestore.Functions.Tests.Webhooks;

public class WebhookEventsTests
{
    private static readonly DateTimeOffset Began = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_run_tells_of_its_start_each_stage_and_its_end()
    {
        StageSummary[] stages = [new("dataset", RunStatus.Succeeded, Began, Began.AddMinutes(1)), new("gan", RunStatus.Failed, Began.AddMinutes(1), Began.AddMinutes(2))];

        var events = WebhookEvents.OfRun("r", 2, stages, new(RunStatus.Failed, "Broken.", Began.AddMinutes(3)));

        events.Select(found => (found.Id, found.Status, found.Reason)).Should().Equal(
            ("run.r.2.started", RunStatus.Running, null),
            ("run.r.2.stage-started.dataset", RunStatus.Running, null),
            ("run.r.2.stage-ended.dataset", RunStatus.Succeeded, null),
            ("run.r.2.stage-started.gan", RunStatus.Running, null),
            ("run.r.2.stage-ended.gan", RunStatus.Failed, null),
            ("run.r.2.ended", RunStatus.Failed, "Broken."));
        events.Should().BeInAscendingOrder(found => found.Time).And.OnlyContain(found => found.Run == "r" && found.Generation == 2);
    }

    [Fact]
    public void The_wait_for_a_person_is_told_as_such() =>
        WebhookEvents.OfRun("r", 1, [new("approval", RunStatus.Running, Began)], null)[^1].Should().Match<WebhookEvent>(
            found => found.Stage == "approval" && found.Status == RunStatus.AwaitingApproval);

    [Fact]
    public void A_run_that_broke_before_its_first_stage_still_has_a_start_and_an_end() =>
        WebhookEvents.OfRun("r", 1, [], new(RunStatus.Failed, "Broken.", Began)).Select(found => found.Type).Should().Equal(WebhookEventType.Started, WebhookEventType.Ended);

    [Fact]
    public void A_run_that_has_not_begun_has_nothing_to_tell() => WebhookEvents.OfRun("r", 1, [], null).Should().BeEmpty();

    [Fact]
    public void What_was_told_keeps_its_place_as_more_happens_and_no_two_ids_are_alike() => Gen.Int[0, 12].Select(Gen.Bool, Gen.Bool).Sample((count, isOpen, hasEnded) =>
    {
        var whole = WebhookEvents.OfRun("r", 1, Stages(12, isOpen: false), new(RunStatus.Succeeded, null, Began.AddDays(1)));
        var part = WebhookEvents.OfRun("r", 1, Stages(count, isOpen && !hasEnded), hasEnded && count == 12 ? new(RunStatus.Succeeded, null, Began.AddDays(1)) : null);
        return part.SequenceEqual(whole.Take(part.Count)) && whole.Select(found => found.Id).Distinct().Count() == whole.Count;
    });

    [Fact]
    public void A_restoration_tells_of_its_start_and_its_end() =>
        WebhookEvents.OfRestoration("x", Began, new(RunStatus.Cancelled, "It was cancelled.", Began.AddMinutes(1)))
            .Select(found => (found.Id, found.Restoration, found.Run, found.Status, found.Reason)).Should().Equal(
                ("restoration.x.started", "x", null, RunStatus.Running, null),
                ("restoration.x.ended", "x", null, RunStatus.Cancelled, "It was cancelled."));

    private static StageSummary[] Stages(int count, bool isOpen) =>
    [
        .. Enumerable.Range(0, count).Select(i => i == count - 1 && isOpen
            ? new StageSummary($"s{i}", RunStatus.Running, Began.AddMinutes(i))
            : new StageSummary($"s{i}", RunStatus.Succeeded, Began.AddMinutes(i), Began.AddMinutes(i + 1))),
    ];
}
