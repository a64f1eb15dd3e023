using CloudRestore.Functions.GpuJobs;
using CloudRestore.Functions.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace CloudRestore.Functions.Restorations;

/// <summary>Restores one chunk of a large restoration, at most 32 photographs at once, each as a GPU job of its own.</summary>
public static class ChunkOrchestrator
{
    /// <summary>Restores them.</summary>
    /// <param name="context">The orchestration; its input is a <see cref="ChunkStart"/>.</param>
    /// <returns>How the chunk ended.</returns>
    [Function(nameof(ChunkOrchestrator))]
    public static async Task<ChunkEnd> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var start = context.GetInput<ChunkStart>()!;
        var cancel = context.WaitForExternalEvent<string>(EventNames.Cancel);
        var ends = new GpuJobEnd?[start.Count];
        var cancelled = false;
        string? reason = null;
        Show(context, ends);
        try
        {
            for (var first = 0; first < start.Count && !cancelled && !cancel.IsCompleted; first += JobWave.AtOnce)
            {
                var share = new RestorationShare(start.Id, start.First + first, Math.Min(JobWave.AtOnce, start.Count - first));
                var jobs = await context.CallActivityAsync<ChunkJobs>(nameof(BatchActivities.ReadChunkJobs), share, Failures.Retry);
                cancelled = jobs.CancelRequested;
                var wave = new ArraySegment<GpuJobEnd?>(ends, first, jobs.Messages.Count);
                var broken = await context.RunJobsAsync(jobs.Messages, start.Jobs, cancel, RestorationOrchestrator.CancelledClause, wave, () => Show(context, ends));
                reason ??= broken;
            }
        }
        catch (TaskFailedException e)
        {
            reason = Failures.ReasonOf(e);
        }

        var closing = new ChunkClosing(start.Id, start.Chunk, Begun: true, cancelled || cancel.IsCompleted, reason);
        return await context.CallActivityAsync<ChunkEnd>(nameof(BatchActivities.CloseChunk), closing, Failures.Retry);
    }

    private static void Show(TaskOrchestrationContext context, GpuJobEnd?[] ends) => context.SetCustomStatus(RestorationStatus.Of(ends));
}
