using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Emulator.Triggers.Queues;

/// <summary>A message kept invisible while its function runs; every renewal changes the pop receipt that settles it.</summary>
internal sealed class LeasedMessage(QueueClient queue, QueueMessage message, TimeSpan lease, TimeProvider time, ILogger logger)
{
    private string _popReceipt = message.PopReceipt;

    public QueueMessage Message => message;

    /// <summary>Renews at a third of the lease until disposed.</summary>
    public Renewal Renew() => new(this);

    /// <summary>Deletes the message. One that another host has taken meanwhile is left to it.</summary>
    public async Task DeleteAsync()
    {
        try
        {
            await queue.DeleteMessageAsync(message.MessageId, _popReceipt);
        }
        catch (RequestFailedException e) when (IsGone(e))
        {
            logger.LogWarning("Message {Id} of queue {Queue} was taken again while its function ran", message.MessageId, queue.Name);
        }
    }

    /// <summary>Makes the message visible again after a delay.</summary>
    public async Task ReleaseAsync(TimeSpan delay)
    {
        try
        {
            await queue.UpdateMessageAsync(message.MessageId, _popReceipt, visibilityTimeout: delay);
        }
        catch (RequestFailedException e) when (IsGone(e))
        {
            logger.LogWarning("Message {Id} of queue {Queue} was taken again while its function ran", message.MessageId, queue.Name);
        }
    }

    private static bool IsGone(RequestFailedException e) =>
        e.ErrorCode is "MessageNotFound" or "PopReceiptMismatch" or "QueueNotFound";

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(lease / 3, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                UpdateReceipt receipt = await queue.UpdateMessageAsync(message.MessageId, _popReceipt, visibilityTimeout: lease, cancellationToken: CancellationToken.None);
                _popReceipt = receipt.PopReceipt;
            }
            catch (RequestFailedException e) when (IsGone(e))
            {
                return;
            }
            catch (Exception e)
            {
                logger.LogWarning("Message {Id} of queue {Queue} could not be renewed: {Message}", message.MessageId, queue.Name, e.Message);
            }
        }
    }

    /// <summary>A running renewal; disposing waits for the renewal under way, so that the pop receipt is the last one.</summary>
    internal sealed class Renewal : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _task;

        public Renewal(LeasedMessage message) => _task = message.RenewAsync(_stop.Token);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stop.Dispose();
        }
    }
}
