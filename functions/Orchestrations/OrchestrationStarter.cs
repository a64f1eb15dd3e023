using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.Orchestrations;

/// <summary>Starts orchestrations whose records exist, once.</summary>
/// <param name="logger">Where starts are told.</param>
public sealed class OrchestrationStarter(ILogger<OrchestrationStarter> logger)
{
    /// <summary>
    /// Starts an orchestration unless one with this id is known. Durable would overwrite a finished one, and two callers may both find none:
    /// the second start then fails or repeats idempotent steps.
    /// </summary>
    /// <param name="client">The durable client.</param>
    /// <param name="orchestrator">The orchestrator's name.</param>
    /// <param name="instanceId">The orchestration's id.</param>
    /// <param name="input">Its input.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it was started now.</returns>
    public async Task<bool> EnsureStartedAsync(
        DurableTaskClient client, string orchestrator, string instanceId, object input, CancellationToken cancellationToken)
    {
        if (await client.GetInstanceAsync(instanceId, cancellationToken) is not null)
            return false;
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                orchestrator, input, new StartOrchestrationOptions(instanceId), cancellationToken);
            logger.LogInformation("Started {Orchestrator} {InstanceId}.", orchestrator, instanceId);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The real client reports a taken id in more than one type.
            if (await client.GetInstanceAsync(instanceId, cancellationToken) is null)
                throw;
            return false;
        }
    }

    /// <summary>Wakes an orchestration that runs; one that has ended or is unknown needs no waking.</summary>
    /// <param name="client">The durable client.</param>
    /// <param name="instanceId">The orchestration's id.</param>
    /// <param name="eventName">One of <see cref="EventNames"/>.</param>
    /// <param name="payload">For people who read histories.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether the event was sent.</returns>
    public async Task<bool> WakeAsync(
        DurableTaskClient client, string instanceId, string eventName, string payload, CancellationToken cancellationToken)
    {
        var instance = await client.GetInstanceAsync(instanceId, cancellationToken);
        if (instance is null || instance.IsCompleted)
        {
            logger.LogInformation(
                "{Event} for {InstanceId} changes nothing: that orchestration {State}.",
                eventName, instanceId, instance is null ? "is unknown" : "has ended");
            return false;
        }

        try
        {
            await client.RaiseEventAsync(instanceId, eventName, payload, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // It may have ended since it was looked at; the real client reports that in more than one type.
            if (await client.GetInstanceAsync(instanceId, cancellationToken) is { IsCompleted: false })
                throw;
            return false;
        }
    }
}
