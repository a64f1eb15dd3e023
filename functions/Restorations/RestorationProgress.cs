using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Restorations;

/// <summary>How far a restoration is.</summary>
/// <param name="Finished">Photographs that ended, restored or not.</param>
/// <param name="Failed">Of these, the ones that were not restored.</param>
/// <param name="Photographs">Each photograph; none of a restoration with a list.</param>
public sealed record PhotographCounts(int Finished, int Failed, IReadOnlyList<PhotographOutcome> Photographs);

/// <summary>Finds out how far restorations are: by what is in storage, and of large ones by what their orchestrations say of themselves.</summary>
/// <param name="storage">The storage account.</param>
/// <param name="outcomes">How single photographs ended.</param>
public sealed class RestorationProgress(StorageClients storage, PhotographOutcomes outcomes)
{
    /// <summary>How far a restoration is.</summary>
    /// <param name="request">The record.</param>
    /// <param name="outcome">How it ended, or null.</param>
    /// <param name="instance">Its orchestration with its status, or null.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<PhotographCounts> OfAsync(
        RestorationRequest request, RestorationOutcome? outcome, OrchestrationMetadata? instance, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.List is null)
            return Count(outcome?.Photographs ?? await outcomes.OfAsync(request, 0, isBegun: true, cancellationToken));
        if (outcome is not null)
            return new PhotographCounts(request.Total, outcome.Unrestored ?? 0, []);

        var status = instance?.ReadCustomStatusAs<BatchStatus>() ?? new BatchStatus(0, 0, 0, []);
        var (finished, failed) = (status.Finished, status.Failed);
        foreach (var chunk in status.Running)
        {
            var running = await client.GetInstanceAsync(ChunkStart.InstanceOf(request.Id, chunk), getInputsAndOutputs: true, cancellationToken);
            if (running?.ReadCustomStatusAs<RestorationStatus>() is { } part)
                (finished, failed) = (finished + part.Finished, failed + part.Failed);
        }

        return new PhotographCounts(finished, failed, []);
    }

    /// <summary>Gives what reads single photographs of a restoration by index; it keeps the chunk that it read last.</summary>
    /// <param name="request">The record.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Func<int, Task<PhotographOutcome>>> ReaderAsync(RestorationRequest request, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var begun = request.List is null ? 1 : await BegunAsync(request, client, cancellationToken);
        var size = request.List?.ChunkSize ?? Math.Max(1, request.Total);
        var (read, photographs) = (-1, (IReadOnlyList<PhotographOutcome>)[]);
        return async index =>
        {
            var (chunk, place) = Math.DivRem(index, size);
            if (chunk != read)
                (photographs, read) = (await outcomes.OfAsync(request, chunk, chunk < begun, cancellationToken), chunk);
            return photographs[place];
        };
    }

    private async Task<int> BegunAsync(RestorationRequest request, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await storage.Blob(Containers.Jobs, JobBlobs.Outcome(request.Id)).ExistsAsync(cancellationToken))
            return int.MaxValue;
        var instance = await client.GetInstanceAsync(request.Id, getInputsAndOutputs: true, cancellationToken);
        return instance?.ReadCustomStatusAs<BatchStatus>()?.Begun ?? 0;
    }

    private static PhotographCounts Count(IReadOnlyList<PhotographOutcome> photographs)
    {
        var finished = photographs.Count(photograph => photograph.Status is not (RunStatus.Pending or RunStatus.Running));
        return new PhotographCounts(finished, finished - photographs.Count(photograph => photograph.Status == RunStatus.Succeeded), photographs);
    }
}
