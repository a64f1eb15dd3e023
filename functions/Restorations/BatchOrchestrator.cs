using CloudRestore.Core.Runs;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Webhooks;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace CloudRestore.Functions.Restorations;

/// <summary>
/// Restores the photographs of a large record, cut into chunks with an orchestration each, so that no history holds them all. A chunk that
/// fails does not stop the others. The instance id is the restoration's id.
/// </summary>
public static class BatchOrchestrator
{
    /// <summary>Restores them.</summary>
    /// <param name="context">The orchestration; its input is a <see cref="BatchStart"/>.</param>
    /// <returns>How the restoration ended.</returns>
    [Function(nameof(BatchOrchestrator))]
    public static async Task<RunStatus> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var start = context.GetInput<BatchStart>()!;
        var cancel = context.WaitForExternalEvent<string>(EventNames.Cancel);
        var ends = new ChunkEnd?[start.Chunks];
        var reasons = new string?[ends.Length];
        var running = new List<(int Chunk, Task<ChunkEnd> End)>();
        var (begun, cancelled) = (0, false);
        while (true)
        {
            for (; begun < ends.Length && running.Count < start.AtOnce && !cancelled && !cancel.IsCompleted; begun++)
                running.Add((begun, Begin(context, start, begun)));
            context.SetCustomStatus(new BatchStatus(ends.Sum(end => end?.Count ?? 0), ends.Sum(end => end?.Failed ?? 0), begun, [.. running.Select(chunk => chunk.Chunk)]));
            if (running.Count == 0)
                break;

            var waits = running.Select(chunk => (Task)chunk.End);
            if (await Task.WhenAny(cancelled ? waits : waits.Append(cancel)) == cancel)
            {
                cancelled = true;
                Cancel(context, start, running);
                continue;
            }

            foreach (var ended in running.FindAll(chunk => chunk.End.IsCompleted))
            {
                running.Remove(ended);
                var (chunk, end) = ended;
                try
                {
                    ends[chunk] = await end;
                }
                catch (TaskFailedException e)
                {
                    reasons[chunk] = Failures.ReasonOf(e);
                }
            }

            // A chunk may have read the wish in storage whose event was lost.
            if (!cancelled && ends.Any(end => end is { CancelRequested: true }))
            {
                cancelled = true;
                Cancel(context, start, running);
            }
        }

        cancelled |= cancel.IsCompleted;
        var unwritten = (string?)null;
        for (var chunk = 0; chunk < ends.Length; chunk++)
        {
            if (ends[chunk] is not null)
                continue;
            try
            {
                var closing = new ChunkClosing(start.Id, chunk, chunk < begun, cancelled, reasons[chunk]);
                ends[chunk] = await context.CallActivityAsync<ChunkEnd>(nameof(BatchActivities.CloseChunk), closing, Failures.Retry);
            }
            catch (TaskFailedException e)
            {
                unwritten ??= reasons[chunk] ?? Failures.ReasonOf(e);
                ends[chunk] = new ChunkEnd(start.CountOf(chunk), start.CountOf(chunk), cancelled);
            }
        }

        var ending = new BatchEnding(start.Id, ends.Sum(end => end!.Failed), cancelled, unwritten, new DateTimeOffset(context.CurrentUtcDateTime));
        var status = await context.CallActivityAsync<RunStatus>(nameof(BatchActivities.WriteBatchOutcome), ending, Failures.Retry);
        context.WakeWebhook(start.Webhook);
        return status;
    }

    private static Task<ChunkEnd> Begin(TaskOrchestrationContext context, BatchStart start, int chunk)
    {
        var input = new ChunkStart(start.Id, chunk, chunk * start.ChunkSize, start.CountOf(chunk), start.Jobs);
        var options = new SubOrchestrationOptions(instanceId: ChunkStart.InstanceOf(start.Id, chunk));
        return context.CallSubOrchestratorAsync<ChunkEnd>(nameof(ChunkOrchestrator), input, options);
    }

    private static void Cancel(TaskOrchestrationContext context, BatchStart start, List<(int Chunk, Task<ChunkEnd> End)> running)
    {
        foreach (var (chunk, _) in running)
            context.SendEvent(ChunkStart.InstanceOf(start.Id, chunk), EventNames.Cancel, "the restoration was cancelled");
    }
}
