namespace CloudRestore.Functions.Webhooks;

/// <summary>An address may not be called; the message is one sentence that says why.</summary>
/// <param name="message">The sentence.</param>
public sealed class WebhookRefusedException(string message) : Exception(message);
