using Azure.Storage.Queues;
using Azure.Storage.Queues.Specialized;
using CloudRestore.Core.Storage;
using Microsoft.Extensions.Logging;

namespace CloudRestore.GpuRunner.Messages;

/// <summary>
/// Messages that are not even base64. The SDK cannot hand them out, so it would meet them again whenever they become visible; they are moved
/// to the poison queue as they are received.
/// </summary>
internal sealed class UndecodableMessages(ILogger<UndecodableMessages> log)
{
    /// <summary>Moves the message to the poison queue beside its own.</summary>
    public async Task PoisonAsync(QueueMessageDecodingFailedEventArgs failed)
    {
        if (failed.ReceivedMessage is not { } message)
            return;
        var poison = Queues.PoisonOf(failed.Queue.Name);
        log.LogError("A message of {Queue} goes to {Poison}: it is not base64, which is what the Functions host and this runner write.", failed.Queue.Name, poison);
        await failed.Queue.GetParentQueueServiceClient().GetQueueClient(poison)
            .SendMessageAsync(message.Body, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: failed.CancellationToken);
        await failed.Queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, failed.CancellationToken);
    }
}
