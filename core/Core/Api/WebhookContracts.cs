using CloudRestore.Core.Webhooks;

namespace CloudRestore.Core.Api;

/// <summary>The webhook in the body of <c>POST /api/training-runs</c> and <c>POST /api/restorations</c>.</summary>
/// <param name="Url">The https address to call.</param>
/// <param name="Events">What to tell it of; everything if null.</param>
public sealed record AskWebhook(string? Url = null, IReadOnlyList<WebhookEventType>? Events = null);

/// <summary>What has come of calling a webhook so far.</summary>
/// <param name="Delivered">Events that the receiver has.</param>
/// <param name="Failed">Events that were given up.</param>
/// <param name="LastError">Why the last attempt that failed did: one sentence; null if none has.</param>
/// <param name="Stopped">Whether the receiver has said that it is gone (410), and is not called any more.</param>
public sealed record WebhookDeliveries(int Delivered, int Failed, string? LastError = null, bool Stopped = false)
{
    /// <summary>What a log says in sum.</summary>
    /// <param name="log">The log; null if nothing was sent yet.</param>
    public static WebhookDeliveries Of(WebhookLog? log)
    {
        log ??= new WebhookLog();
        return new(Count(WebhookState.Delivered), Count(WebhookState.Failed), log.LastError, log.Stopped);

        int Count(WebhookState state) => log.Events.Values.Count(attempts => attempts.State == state);
    }
}
