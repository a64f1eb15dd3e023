using System.Text;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.GpuJobs;

/// <summary>Wakes the orchestration of a job that a runner has finished.</summary>
public sealed class GpuResultsTrigger
{
    private readonly OrchestrationStarter _orchestrations;

    /// <summary>Made by the host.</summary>
    /// <param name="orchestrations">Wakes orchestrations.</param>
    public GpuResultsTrigger(OrchestrationStarter orchestrations) => _orchestrations = orchestrations;

    /// <summary>Handles one message. One that cannot be read ends in the poison queue; one for an orchestration that is gone is logged.</summary>
    /// <param name="message">The message.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(GpuResultsTrigger))]
    public async Task RunAsync(
        [QueueTrigger(Queues.GpuResults)] string message, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var finished = WireDocument.Read<JobFinished>(Encoding.UTF8.GetBytes(message));
        await _orchestrations.WakeAsync(client, finished.JobId, EventNames.JobFinished, finished.Outcome.ToString(), cancellationToken);
    }
}
