using System.Diagnostics;
using System.Text;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.Functions.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.GpuJobs;

/// <summary>Wakes the orchestration of a job that a runner has finished.</summary>
public sealed class GpuResultsTrigger
{
    private readonly OrchestrationStarter _orchestrations;
    private readonly ILogger<GpuResultsTrigger> _logger;

    /// <summary>Made by the host.</summary>
    /// <param name="orchestrations">Wakes orchestrations.</param>
    /// <param name="logger">Where ends are told.</param>
    public GpuResultsTrigger(OrchestrationStarter orchestrations, ILogger<GpuResultsTrigger> logger) => (_orchestrations, _logger) = (orchestrations, logger);

    /// <summary>Handles one message. One that cannot be read ends in the poison queue; one for an orchestration that is gone is logged.</summary>
    /// <param name="message">The message.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(GpuResultsTrigger))]
    public async Task RunAsync(
        [QueueTrigger(Queues.GpuResults)] string message, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var finished = WireDocument.Read<JobFinished>(Encoding.UTF8.GetBytes(message));
        await _logger.TraceAsync(
            SpanNames.FinishJob,
            WorkIds.OfJob(finished.JobId),
            finished.TraceParent,
            async () =>
            {
                Tracing.Outcome(finished.Outcome);
                _logger.LogInformation("Job {Job} has ended: {Outcome}.", finished.JobId, finished.Outcome);
                await _orchestrations.WakeAsync(client, finished.JobId, EventNames.JobFinished, finished.Outcome.ToString(), cancellationToken);
            },
            ActivityKind.Consumer);
    }
}
