namespace CloudRestore.Functions.Webhooks;

/// <summary>How a call of a webhook ended.</summary>
public enum WebhookAnswer
{
    /// <summary>The receiver has the event.</summary>
    Delivered,

    /// <summary>It has not, and may have it later.</summary>
    Failed,

    /// <summary>The receiver wants no more events.</summary>
    Gone,

    /// <summary>Nothing was sent, because others are being sent.</summary>
    Busy,
}

/// <summary>How a call of a webhook ended.</summary>
/// <param name="Answer">In a word.</param>
/// <param name="Error">In a sentence, if it did not end well.</param>
public sealed record WebhookResult(WebhookAnswer Answer, string? Error = null);
