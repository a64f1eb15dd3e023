using CloudRestore.Core.Storage;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Webhooks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Tests.Support;

/// <summary>What takes webhooks, outside the app.</summary>
internal static class WebhookServices
{
    public static WebhookAcceptance Acceptance(StorageClients storage, WebhookOptions? settings = null)
    {
        var (options, starter) = (Options.Create(settings ?? new()), new OrchestrationStarter(NullLogger<OrchestrationStarter>.Instance));
        var logs = new WebhookLogs(storage, TimeProvider.System);
        return new(new WebhookHosts(new ScriptedResolver(), options), options, Options.Create(new WebhookSchedule()), logs, starter, TimeProvider.System);
    }
}
