using Azure.Storage.Queues.Models;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Configuration;
using CloudRestore.GpuRunner.Jobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CloudRestore.GpuRunner.Messages;

/// <summary>Takes messages from one queue, one after the other, until the runner stops or the queue has been empty for so long as the options say.</summary>
internal sealed class QueueLoop(StorageClients storage, JobRunner jobs, IOptions<WorkerOptions> options, TimeProvider time, ILogger<QueueLoop> log)
{
    /// <summary>Serves a queue.</summary>
    public async Task RunAsync(string queueName, CancellationToken stopping)
    {
        var queue = storage.Queue(queueName);
        var settings = options.Value;
        var wait = settings.ShortestPoll;
        var idleSince = time.GetTimestamp();
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
                    idleSince = time.GetTimestamp();
                    continue;
                }

                if (settings.IdleExit > TimeSpan.Zero && time.GetElapsedTime(idleSince) >= settings.IdleExit)
                {
                    log.LogInformation("{Queue} has been empty for {Seconds:0} s: it is served no longer.", queueName, settings.IdleExit.TotalSeconds);
                    return;
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
