using CloudRestore.Core.Jobs;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Configuration;
using CloudRestore.GpuRunner.Jobs;
using CloudRestore.GpuRunner.Messages;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CloudRestore.GpuRunner;

/// <summary>Serves the queues, each with a loop of its own, from the start of the process to its end; when all loops have ended, so does the process.</summary>
internal sealed class RunnerService(
    StorageClients storage,
    QueueLoop loop,
    IOptions<WorkerOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<RunnerService> log) : BackgroundService
{
    private volatile bool _serves;

    /// <summary>Storage is there and the queues are looked into.</summary>
    public bool Serves => _serves;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!await StorageIsThereAsync(stoppingToken))
            return;
        Console.WriteLine(RunnerLog.ReadyLine);
        _serves = true;
        await Task.WhenAll(options.Value.QueueNames.Select(queue => Task.Run(() => loop.RunAsync(queue, stoppingToken), CancellationToken.None)));
        _serves = false;
        lifetime.StopApplication();
    }

    private async Task<bool> StorageIsThereAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await storage.EnsureCreatedAsync(stopping);
                return true;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                log.LogWarning("Storage does not answer yet, and is asked again: {Reason}", FailureKind.Sentence(e));
                await Task.Delay(options.Value.LongestPoll, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception)
            {
                return false;
            }
        }

        return false;
    }
}
