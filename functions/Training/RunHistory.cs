using CloudRestore.Core.Api;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Training;

/// <summary>What happened to a run and when, from what it left in storage: its beginnings, their stages, failed attempts, answers and ends.</summary>
/// <param name="storage">The storage account.</param>
/// <param name="runs">The runs.</param>
public sealed class RunHistory(StorageClients storage, TrainingRuns runs)
{
    /// <summary>The events of a run, oldest first; null if there is no such run.</summary>
    /// <param name="id">The run.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<RunEvents?> OfAsync(string id, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await runs.Index.FindAsync(id, cancellationToken) is not { } request)
            return null;
        var events = new List<RunEvent> { new(request.CreatedAt, "asked") };
        await foreach (var blob in storage.Container(Containers.Runs).GetBlobsAsync(
            Azure.Storage.Blobs.Models.BlobTraits.None, Azure.Storage.Blobs.Models.BlobStates.None, RunBlobs.EarlierOutcomes(id), cancellationToken))
        {
            events.AddRange(Of(await storage.Blob(Containers.Runs, blob.Name).ReadJsonAsync<TrainingOutcome>(cancellationToken)));
        }

        if (await storage.Blob(Containers.Runs, RunBlobs.Outcome(id)).ReadJsonAsync<TrainingOutcome>(cancellationToken) is { } outcome)
            events.AddRange(Of(outcome));
        else if (await client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellationToken) is { } instance)
            events.AddRange((instance.ReadCustomStatusAs<TrainingStatus>()?.Stages ?? []).SelectMany(Of));
        foreach (var stage in RunStage.Of(request.Cycles))
            events.AddRange(await FailuresAsync(id, stage.Name, cancellationToken));
        if (await storage.Blob(Containers.Runs, RunBlobs.Approval(id)).ReadJsonAsync<Approval>(cancellationToken) is { } approval)
            events.Add(new RunEvent(approval.At, "answered", null, approval.Approved ? "approved" : approval.TimedOut ? "timed-out" : "rejected"));
        return new RunEvents([.. events.OrderBy(happened => happened.At)]);
    }

    private static IEnumerable<RunEvent> Of(TrainingOutcome? outcome) => outcome is null
        ? []
        : outcome.Stages.SelectMany(Of).Append(new RunEvent(outcome.FinishedAt, "ended", null, outcome.Reason ?? Word(outcome.Status)));

    private static IEnumerable<RunEvent> Of(StageSummary stage)
    {
        yield return new RunEvent(stage.StartedAt, "stage-started", stage.Name);
        if (stage.FinishedAt is { } finished)
            yield return new RunEvent(finished, "stage-ended", stage.Name, Word(stage.Status));
    }

    private async Task<IEnumerable<RunEvent>> FailuresAsync(string run, string stage, CancellationToken cancellationToken)
    {
        // A runner takes the lease on an empty blob before it writes the first state.
        var blob = storage.Blob(Containers.Jobs, JobBlobs.State($"{run}.{stage}"));
        if (!await blob.ExistsAsync(cancellationToken))
            return [];
        var content = (await blob.DownloadContentAsync(cancellationToken)).Value.Content;
        return content.ToMemory().IsEmpty
            ? []
            : WireDocument.Read<JobState>(content.ToMemory().Span).Failures.Select(failure => new RunEvent(failure.At, "attempt-failed", stage, failure.Reason));
    }

    private static string Word(RunStatus status) => System.Text.Json.JsonSerializer.Serialize(status, CoreJson.Options).Trim('"');
}
