using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Webhooks;
using CloudRestore.Functions.Webhooks;

namespace CloudRestore.Functions.Tests.Webhooks;

public class WebhookLogsTests
{
    [Fact]
    public void An_event_is_tried_until_it_is_delivered_or_given_up()
    {
        var log = Noted(Noted(new WebhookLog(), "a", Failed("It answered 500.")), "a", new(WebhookAnswer.Delivered));
        log = Noted(log, "b", Failed("It answered 503."));
        WebhookDeliveries.Of(log).Should().Be(new WebhookDeliveries(1, 0, "It answered 503."));
        log.IsSettled("b").Should().BeFalse();

        log = Noted(log, "b", Failed("It answered 504."), isLast: true);

        WebhookDeliveries.Of(log).Should().Be(new WebhookDeliveries(1, 1, "It answered 504."));
        (log.Events["a"].Attempts, log.IsSettled("a"), log.Events["b"].Attempts, log.IsSettled("b")).Should().Be((2, true, 2, true));
    }

    [Fact]
    public void A_receiver_that_is_gone_stops_everything()
    {
        var log = Noted(new WebhookLog(), "a", new(WebhookAnswer.Gone, "It answered 410."));

        WebhookDeliveries.Of(log).Should().Be(new WebhookDeliveries(0, 1, "It answered 410.", Stopped: true));
    }

    [Fact]
    public void What_is_delivered_stays_so_when_it_was_sent_twice_at_once() =>
        Noted(Noted(new WebhookLog(), "a", new(WebhookAnswer.Delivered)), "a", Failed("It answered 500."), isLast: true)
            .Events["a"].State.Should().Be(WebhookState.Delivered);

    private static WebhookResult Failed(string error) => new(WebhookAnswer.Failed, error);

    private static WebhookLog Noted(WebhookLog log, string id, WebhookResult result, bool isLast = false)
    {
        var sent = new WebhookEvent { Id = id, Type = WebhookEventType.Ended, Time = default, Status = RunStatus.Succeeded };
        return WebhookLogs.Noted(log, new(WebhookSubject.OfRun("r", 1), sent, isLast), result, default);
    }
}
