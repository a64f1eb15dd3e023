using CloudRestore.Core.Webhooks;
using CloudRestore.Functions.Restorations;
using CloudRestore.Functions.Training;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.Webhooks;

/// <summary>What <see cref="WebhookOrchestrator"/> does outside itself.</summary>
public sealed class WebhookActivities
{
    private readonly TrainingRuns _runs;
    private readonly RestorationRecords _restorations;
    private readonly WebhookSources _sources;
    private readonly WebhookLogs _logs;
    private readonly WebhookSender _sender;
    private readonly ILogger<WebhookActivities> _logger;

    /// <summary>Made by the host.</summary>
    /// <param name="runs">The records of runs.</param>
    /// <param name="restorations">The records of restorations.</param>
    /// <param name="sources">What there is to tell.</param>
    /// <param name="logs">What was told.</param>
    /// <param name="sender">Calls webhooks.</param>
    /// <param name="logger">Where failures are told.</param>
    public WebhookActivities(
        TrainingRuns runs, RestorationRecords restorations, WebhookSources sources, WebhookLogs logs, WebhookSender sender, ILogger<WebhookActivities> logger) =>
        (_runs, _restorations, _sources, _logs, _sender, _logger) = (runs, restorations, sources, logs, sender, logger);

    /// <summary>The event to send next. A run that was resumed first ends what there was to tell of it before.</summary>
    /// <param name="subject">Whose webhook it is.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(ReadWebhookEvents))]
    public async Task<WebhookLook> ReadWebhookEvents(
        [ActivityTrigger] WebhookSubject subject, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var log = await _logs.ReadAsync(subject, cancellationToken) ?? new WebhookLog();
        if (log.Stopped || await RecordAsync(subject, cancellationToken) is not var (webhook, createdAt))
            return new(null, IsOver: true);
        if (subject.Generation > 1
            && await client.GetInstanceAsync((subject with { Generation = subject.Generation - 1 }).Instance(), cancellationToken) is { IsCompleted: false })
        {
            return new(null);
        }

        var events = await _sources.ReadAsync(subject, createdAt, client, cancellationToken);
        var next = events.FirstOrDefault(found => webhook.Wants(found.Type) && !log.IsSettled(found.Id));
        return new(next, IsOver: next is null && events is [.., { Type: WebhookEventType.Ended }]);
    }

    /// <summary>Sends an event once and notes what came of it. Cut short between the two it is sent again, under the same id.</summary>
    /// <param name="delivery">The event.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(DeliverWebhook))]
    public async Task<WebhookAnswer> DeliverWebhook([ActivityTrigger] WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var (subject, sent) = (delivery.Subject, delivery.Event);
        if ((await _logs.ReadAsync(subject, cancellationToken))?.IsSettled(sent.Id) == true
            || await RecordAsync(subject, cancellationToken) is not var (webhook, _))
        {
            return WebhookAnswer.Delivered;
        }

        var result = await _sender.SendAsync(webhook.Url, sent, cancellationToken);
        if (result.Answer == WebhookAnswer.Busy)
            return result.Answer;
        if (result.Error is not null)
            _logger.LogWarning("The event {Event} was not delivered, and {Next}: {Error}", sent.Id, Next(result, delivery), result.Error);
        await _logs.NoteAsync(delivery, result, cancellationToken);
        return result.Answer;
    }

    private static string Next(WebhookResult result, WebhookDelivery delivery) =>
        result.Answer == WebhookAnswer.Gone || delivery.IsLast ? "is given up" : "is sent again later";

    private async Task<(WebhookRequest Webhook, DateTimeOffset CreatedAt)?> RecordAsync(WebhookSubject subject, CancellationToken cancellationToken)
    {
        if (subject.IsRun)
            return await _runs.Index.FindAsync(subject.Id, cancellationToken) is { Webhook: { } ofRun } run ? (ofRun, run.CreatedAt) : null;
        return await _restorations.Index.FindAsync(subject.Id, cancellationToken) is { Webhook: { } webhook } restoration ? (webhook, restoration.CreatedAt) : null;
    }
}
