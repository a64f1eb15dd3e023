using Azure.Storage.Queues.Models;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Configuration;
using CloudRestore.GpuRunner.Jobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CloudRestore.GpuRunner.Messages;

/// <summary>Takes messages from one queue, one after the other, until the runner stops.</summary>
internal sealed class QueueLoop(StorageClients storage, JobRunner jobs, IOptions<WorkerOptions> options, TimeProvider time, ILogger<QueueLoop> log)
{
    /// <summary>Serves a queue.</summary>
    public async Task RunAsync(string queueName, CancellationToken stopping)
    {
        var queue = storage.Queue(queueName);
        var settings = options.Value;
        var wait = settings.ShortestPoll;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                QueueMessage? received = await queue.ReceiveMessageAsync(settings.Visibility, stopping);
                if (received is not null)
                {
                    using var message = new HeldMessage(queue, received);
                    await jobs.RunAsync(message, stopping);
                    wait = settings.ShortestPoll;
                    continue;
                }
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogError(e, "A message of {Queue} was left for later.", queueName);
            }

            await Task.Delay(wait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = wait * 2 < settings.LongestPoll ? wait * 2 : settings.LongestPoll;
        }
    }
}
