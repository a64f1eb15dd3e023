using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using CloudRestore.Emulator.Hosting;
using CloudRestore.Emulator.Invocation;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Emulator.Triggers.Queues;

/// <summary>Takes messages of one queue, in batches, and executes a function for each.</summary>
internal sealed class QueueListener(
    FunctionMethod function,
    QueueServiceClient account,
    string queueName,
    QueueSettings settings,
    TimeSpan lease,
    FunctionInvoker invoker,
    TimeProvider time,
    ILogger logger) : ITriggerListener
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);

    private readonly QueueClient _queue = account.GetQueueClient(queueName);
    private readonly QueueClient _poison = account.GetQueueClient(queueName + "-poison");
    private bool _queueIsMissing;

    public Task PrepareAsync(CancellationToken cancellationToken) => _queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    public async Task RunAsync(CancellationToken stopping)
    {
        var running = new HashSet<Task>();
        var pause = ShortestPause;
        while (!stopping.IsCancellationRequested)
        {
            running.RemoveWhere(task => task.IsCompleted);
            if (running.Count > settings.Threshold)
            {
                await Task.WhenAny(running);
                continue;
            }

            var messages = await ReceiveAsync(stopping);
            foreach (var message in messages)
            {
                running.Add(HandleAsync(message, stopping));
            }

            pause = messages.Length > 0 ? ShortestPause : Longer(pause);
            if (messages.Length == 0)
            {
                await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(running);
    }

    private TimeSpan Longer(TimeSpan pause) => pause * 1.5 < settings.MaxPollingInterval ? pause * 1.5 : settings.MaxPollingInterval;

    private async Task<QueueMessage[]> ReceiveAsync(CancellationToken stopping)
    {
        try
        {
            if (_queueIsMissing)
            {
                await PrepareAsync(stopping);
                _queueIsMissing = false;
            }

            return (await _queue.ReceiveMessagesAsync(settings.BatchSize, lease, stopping)).Value;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return [];
        }
        catch (Exception e)
        {
            // Whatever storage does, the listener goes on.
            logger.LogWarning("Queue {Queue} cannot be read, trying again: {Message}", queueName, e.Message);
            _queueIsMissing = e is RequestFailedException { Status: 404 };
            return [];
        }
    }

    private async Task HandleAsync(QueueMessage message, CancellationToken stopping)
    {
        var leased = new LeasedMessage(_queue, message, lease, time, logger);
        try
        {
            if (!QueueText.TryDecode(message.Body, settings.MessageEncoding, out var body))
            {
                logger.LogError("Message {Id} of queue {Queue} is not base64; it goes to {Poison}", message.MessageId, queueName, _poison.Name);
                await PoisonAsync(leased);
                return;
            }

            if (message.DequeueCount > settings.MaxDequeueCount)
            {
                await PoisonAsync(leased);
                return;
            }

            if (await SucceedsAsync(message, body, leased, stopping))
            {
                await leased.DeleteAsync();
            }
            else if (message.DequeueCount >= settings.MaxDequeueCount && !stopping.IsCancellationRequested)
            {
                await PoisonAsync(leased);
            }
            else
            {
                await leased.ReleaseAsync(stopping.IsCancellationRequested ? TimeSpan.Zero : settings.VisibilityTimeout);
            }
        }
        catch (Exception e)
        {
            logger.LogWarning("Message {Id} of queue {Queue} could not be settled and will come again: {Message}", message.MessageId, queueName, e.Message);
        }
    }

    private async Task<bool> SucceedsAsync(QueueMessage message, BinaryData body, LeasedMessage leased, CancellationToken stopping)
    {
        var decoded = QueuesModelFactory.QueueMessage(
            message.MessageId, message.PopReceipt, body, message.DequeueCount, message.NextVisibleOn, message.InsertedOn, message.ExpiresOn);
        var invocation = new FunctionInvocation(
            function,
            (type, _) => ValueTask.FromResult(type == typeof(QueueMessage) ? decoded : ValueConversion.Content(type, body)))
        {
            BindingData = QueueBindingData.Of(decoded),
        };
        await using var renewal = leased.Renew();
        try
        {
            await invoker.InvokeAsync(invocation, stopping);
            return true;
        }
        catch (Exception)
        {
            // The invoker has logged it; what matters here is only that the message was not handled.
            return false;
        }
    }

    private async Task PoisonAsync(LeasedMessage leased)
    {
        await _poison.CreateIfNotExistsAsync();
        await _poison.SendMessageAsync(leased.Message.Body);
        await leased.DeleteAsync();
        logger.LogError(
            "Message {Id} of queue {Queue} failed {Count} times; it went to {Poison}", leased.Message.MessageId, queueName, leased.Message.DequeueCount, _poison.Name);
    }
}
