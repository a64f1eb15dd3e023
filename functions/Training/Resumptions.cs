using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Records;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Training;

/// <summary>
/// Begins failed runs again. Stages that were done are not done again, the one that failed goes on from its checkpoint with a new number of
/// failures before it, and the evaluation is made anew, because the champion may be another. The outcome is deleted last: until then
/// the same call may be made again.
/// </summary>
/// <param name="storage">The storage account.</param>
/// <param name="runs">The runs.</param>
public sealed class Resumptions(StorageClients storage, TrainingRuns runs)
{
    /// <summary>Begins a failed run again under its id.</summary>
    /// <param name="id">The run.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestRefusedException">There is no such run, or it has not failed, or it failed before there was anything to go on from.</exception>
    public async Task ResumeAsync(string id, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var request = await runs.Index.FindAsync(id, cancellationToken)
            ?? throw new RequestRefusedException(404, $"There is no training run '{Printable.Shorten(id)}'.");
        var kept = storage.Blob(Containers.Runs, RunBlobs.Outcome(id));
        if (await kept.ReadJsonWithETagAsync<TrainingOutcome>(cancellationToken) is not { } outcome)
        {
            // Either it runs, or an earlier call was cut short before it was scheduled.
            if (!await runs.StartAsync(request, client, cancellationToken))
                throw new RequestRefusedException(409, $"The run '{id}' has not ended: only a run that failed can be resumed.");
            return;
        }

        if (outcome.Value.Status != RunStatus.Failed)
            throw new RequestRefusedException(409, $"The run '{id}' has not failed: only a run that failed can be resumed.");
        var manifest = await storage.Blob(Containers.Runs, RunBlobs.Manifest(id)).ReadJsonAsync<DatasetManifest>(cancellationToken);
        if (manifest is null || DatasetManifests.Problem(manifest) is not null)
            throw new RequestRefusedException(409, $"The run '{id}' failed before it trained: mend the dataset and start another run.");

        foreach (var stage in RunStage.Of(request.Cycles))
            await ReopenAsync(id, stage, cancellationToken);
        await storage.Blob(Containers.Runs, RunBlobs.Cancel(id)).DeleteIfExistsAsync(cancellationToken: cancellationToken);
        await storage.Blob(Containers.Runs, RunBlobs.Decision(id)).DeleteIfExistsAsync(cancellationToken: cancellationToken);
        await storage.Blob(Containers.Runs, RunBlobs.EarlierOutcome(id, outcome.Value.Generation)).CreateJsonAsync(outcome.Value, cancellationToken);
        await client.PurgeInstanceAsync(id, cancellation: cancellationToken);
        await DeleteAsync(kept, outcome.ETag, cancellationToken);
        await runs.StartAsync(request, client, cancellationToken);
    }

    private async Task ReopenAsync(string run, RunStage stage, CancellationToken cancellationToken)
    {
        var job = $"{run}.{stage.Name}";
        var result = storage.Blob(Containers.Jobs, JobBlobs.Result(job));
        if (await result.ReadJsonWithETagAsync<JobResult>(cancellationToken) is not { } ended
            || (ended.Value.Outcome == JobOutcome.Succeeded && stage.Kind != JobKind.Evaluate))
        {
            return;
        }

        var state = storage.Blob(Containers.Jobs, JobBlobs.State(job));
        if (await state.ReadJsonWithETagAsync<JobState>(cancellationToken) is { } before
            && !await state.ReplaceJsonAsync(before.Value with { Failures = [], AttemptsWithoutProgress = 0, HeartbeatAt = null, StartedAt = null }, before.ETag, cancellationToken))
        {
            throw new RequestRefusedException(409, $"A runner still holds the stage {stage.Name} of the run '{run}': try again in a minute.");
        }

        await storage.Blob(Containers.Jobs, JobBlobs.Cancel(job)).DeleteIfExistsAsync(cancellationToken: cancellationToken);
        await DeleteAsync(result, ended.ETag, cancellationToken);
    }

    // Another call of the same kind may have been here.
    private static async Task DeleteAsync(BlobClient blob, ETag etag, CancellationToken cancellationToken)
    {
        try
        {
            await blob.DeleteIfExistsAsync(DeleteSnapshotsOption.None, new BlobRequestConditions { IfMatch = etag }, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
        }
    }
}
