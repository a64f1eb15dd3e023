using CloudRestore.Core.Jobs;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;

namespace CloudRestore.GpuRunner.Messages;

/// <summary>What a runner sends: wake-ups, and messages that nobody should try again.</summary>
internal sealed class FinishedMessages(StorageClients storage)
{
    /// <summary>Wakes the orchestration that waits for a job.</summary>
    public async Task AnnounceAsync(JobResult result, CancellationToken cancellationToken)
    {
        var finished = WireDocument.Write(new JobFinished { JobId = result.JobId, Outcome = result.Outcome, TraceParent = result.TraceParent });
        await storage.Queue(Queues.GpuResults).SendMessageAsync(new BinaryData(finished), cancellationToken: cancellationToken);
    }

    /// <summary>Copies a message to the poison queue beside its own; it stays there until a person deletes it.</summary>
    public async Task PoisonAsync(HeldMessage message, CancellationToken cancellationToken) =>
        await storage.Queue(Queues.PoisonOf(message.Queue))
            .SendMessageAsync(message.Body, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: cancellationToken);
}
