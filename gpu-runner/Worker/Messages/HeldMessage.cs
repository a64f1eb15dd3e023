using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace CloudRestore.GpuRunner.Messages;

/// <summary>A received message. Every renewal changes its pop receipt, so one caller at a time works with it and the newest receipt is used.</summary>
internal sealed class HeldMessage(QueueClient queue, QueueMessage message) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private string _receipt = message.PopReceipt;

    /// <summary>The queue it came from.</summary>
    public string Queue => queue.Name;

    /// <summary>Its content.</summary>
    public BinaryData Body => message.Body;

    /// <summary>Hides the message for a time from now; zero gives it to the next runner at once.</summary>
    /// <returns>False if it is no longer ours.</returns>
    public Task<bool> HideAsync(TimeSpan time, CancellationToken cancellationToken) => OnceAsync(
        async () => _receipt = (await queue.UpdateMessageAsync(message.MessageId, _receipt, visibilityTimeout: time, cancellationToken: cancellationToken)).Value.PopReceipt,
        cancellationToken);

    /// <summary>Deletes the message.</summary>
    /// <returns>False if it is no longer ours.</returns>
    public Task<bool> DeleteAsync(CancellationToken cancellationToken) =>
        OnceAsync(() => queue.DeleteMessageAsync(message.MessageId, _receipt, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<bool> OnceAsync(Func<Task> action, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await action();
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 400 or 404 && e.ErrorCode is "PopReceiptMismatch" or "MessageNotFound")
        {
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }
}
