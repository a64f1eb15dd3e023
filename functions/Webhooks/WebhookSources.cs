using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Webhooks;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Training;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Webhooks;

/// <summary>Reads what there is to tell, from where the API reads how runs and restorations stand.</summary>
/// <param name="storage">The storage account.</param>
public sealed class WebhookSources(StorageClients storage)
{
    /// <summary>Everything there is to tell so far, oldest first; the last ends it if nothing more will come.</summary>
    /// <param name="subject">The run or restoration, which is recorded.</param>
    /// <param name="createdAt">When it was asked for.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<WebhookEvent>> ReadAsync(
        WebhookSubject subject, DateTimeOffset createdAt, DurableTaskClient client, CancellationToken cancellationToken) => subject.IsRun
        ? OfRunAsync(subject.Id, subject.Generation, client, cancellationToken)
        : OfRestorationAsync(subject.Id, createdAt, client, cancellationToken);

    private async Task<IReadOnlyList<WebhookEvent>> OfRunAsync(string run, int generation, DurableTaskClient client, CancellationToken cancellationToken)
    {
        // In this order: a resumption copies the outcome before it deletes it.
        var outcome = await ReadAsync<TrainingOutcome>(Containers.Runs, RunBlobs.Outcome(run));
        if (outcome?.Generation != generation)
            outcome = await ReadAsync<TrainingOutcome>(Containers.Runs, RunBlobs.EarlierOutcome(run, generation));
        if (outcome is not null)
            return WebhookEvents.OfRun(run, generation, outcome.Stages, new(outcome.Status, outcome.Reason, outcome.FinishedAt));

        var instance = await client.GetInstanceAsync(run, getInputsAndOutputs: true, cancellationToken);
        var status = instance?.ReadCustomStatusAs<TrainingStatus>();
        return status is not null && status.Generation != generation ? [] : WebhookEvents.OfRun(run, generation, status?.Stages ?? [], Broken(instance));

        Task<T?> ReadAsync<T>(string container, string path)
            where T : class => storage.Blob(container, path).ReadJsonAsync<T>(cancellationToken);
    }

    private async Task<IReadOnlyList<WebhookEvent>> OfRestorationAsync(
        string restoration, DateTimeOffset createdAt, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var outcome = await storage.Blob(Containers.Jobs, JobBlobs.Outcome(restoration)).ReadJsonAsync<RestorationOutcome>(cancellationToken);
        if (outcome is not null)
            return WebhookEvents.OfRestoration(restoration, createdAt, new(outcome.Status, outcome.Reason, outcome.FinishedAt));
        var instance = await client.GetInstanceAsync(restoration, getInputsAndOutputs: true, cancellationToken);
        return instance is null ? [] : WebhookEvents.OfRestoration(restoration, createdAt, Broken(instance));
    }

    // An orchestration that failed or was terminated leaves no outcome.
    private static WebhookEvents.Ending? Broken(OrchestrationMetadata? instance) =>
        instance?.RuntimeStatus is OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated
            ? new(RunStatus.Failed, Failures.ReasonOf(instance.FailureDetails), instance.LastUpdatedAt)
            : null;
}
