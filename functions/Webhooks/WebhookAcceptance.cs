using CloudRestore.Core.Api;
using CloudRestore.Core.Webhooks;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Records;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Webhooks;

/// <summary>Takes webhooks into records, and starts the orchestrations that call them.</summary>
/// <param name="hosts">Whom may be called.</param>
/// <param name="options">The settings.</param>
/// <param name="schedule">When events are sent.</param>
/// <param name="logs">What came of calling.</param>
/// <param name="orchestrations">Starts orchestrations.</param>
/// <param name="time">The clock.</param>
public sealed class WebhookAcceptance(
    WebhookHosts hosts, IOptions<WebhookOptions> options, IOptions<WebhookSchedule> schedule, WebhookLogs logs, OrchestrationStarter orchestrations, TimeProvider time)
{
    /// <summary>Reads the webhook of a request.</summary>
    /// <param name="asked">What was asked for, or null.</param>
    /// <exception cref="RequestRefusedException">It cannot be used, or nothing could be signed.</exception>
    public WebhookRequest? Read(AskWebhook? asked)
    {
        if (asked is null)
            return null;
        if (string.IsNullOrEmpty(options.Value.SigningSecret))
            throw new RequestRefusedException(409, "Webhooks are off, because nothing is set to sign them with: set Webhooks:SigningSecret, or leave out \"webhook\".");
        if (asked.Events is { Count: 0 } || asked.Events?.All(Enum.IsDefined) == false)
            throw new RequestRefusedException(400, "The webhook's \"events\" must name some of started, stage-started, stage-ended and ended; leave it out for all of them.");
        try
        {
            return new WebhookRequest(hosts.Read(asked.Url).AbsoluteUri, asked.Events is null ? null : [.. asked.Events.Distinct().Order()]);
        }
        catch (WebhookRefusedException e)
        {
            throw new RequestRefusedException(400, e.Message);
        }
    }

    /// <summary>Looks whether a new record's webhook could be called now.</summary>
    /// <param name="webhook">The webhook, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestRefusedException">It could not.</exception>
    public async Task RequireCallableAsync(WebhookRequest? webhook, CancellationToken cancellationToken)
    {
        if (webhook is null)
            return;
        using var over = new CancellationTokenSource(options.Value.Timeout, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await hosts.AddressesAsync(new Uri(webhook.Url).IdnHost, ended.Token);
        }
        catch (WebhookRefusedException e)
        {
            throw new RequestRefusedException(400, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RequestRefusedException(400, "The webhook's host could not be looked up in time: ask again.");
        }
    }

    /// <summary>Starts the orchestration that calls a webhook, unless it is known, and waits for nothing that it does.</summary>
    /// <param name="webhook">The webhook, or null.</param>
    /// <param name="subject">Whose.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The orchestration's id; null without webhook.</returns>
    public async Task<string?> StartAsync(WebhookRequest? webhook, WebhookSubject subject, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (webhook is null)
            return null;
        var instance = subject.Instance();
        await orchestrations.EnsureStartedAsync(client, nameof(WebhookOrchestrator), instance, new WebhookWork(subject, schedule.Value), cancellationToken);
        return instance;
    }

    /// <summary>What has come of calling a webhook, for whoever looks at its run; null without webhook.</summary>
    /// <param name="webhook">The webhook, or null.</param>
    /// <param name="subject">Whose.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<WebhookDeliveries?> ShowAsync(WebhookRequest? webhook, WebhookSubject subject, CancellationToken cancellationToken) =>
        webhook is null ? null : WebhookDeliveries.Of(await logs.ReadAsync(subject, cancellationToken));
}
