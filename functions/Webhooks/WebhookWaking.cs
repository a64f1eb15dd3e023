using CloudRestore.Functions.Orchestrations;
using Microsoft.DurableTask;

namespace CloudRestore.Functions.Webhooks;

/// <summary>How an orchestration says that there is something to tell. Whether anybody hears it is not waited for.</summary>
internal static class WebhookWaking
{
    /// <summary>Wakes the orchestration that calls a webhook.</summary>
    /// <param name="context">The orchestration that has changed something.</param>
    /// <param name="instance">The one that calls; null if there is no webhook.</param>
    public static void WakeWebhook(this TaskOrchestrationContext context, string? instance)
    {
        if (instance is not null)
            context.SendEvent(instance, EventNames.RunChanged, "");
    }
}
