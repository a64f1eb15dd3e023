using CloudRestore.Core.Jobs;
using CloudRestore.Functions.Orchestrations;
using Microsoft.DurableTask;

namespace CloudRestore.Functions.GpuJobs;

/// <summary>A few GPU jobs that run together. One that fails does not stop the others.</summary>
internal static class JobWave
{
    /// <summary>Most jobs of a wave.</summary>
    public const int AtOnce = 32;

    /// <summary>Runs the jobs and waits for all of them.</summary>
    /// <param name="context">The orchestration.</param>
    /// <param name="messages">The jobs.</param>
    /// <param name="settings">Settings of GPU jobs.</param>
    /// <param name="cancel">Completed when somebody asks for the end; the jobs are told.</param>
    /// <param name="cancelled">What they are told: a clause such as "the restoration was cancelled".</param>
    /// <param name="ends">Where their ends go, in their order.</param>
    /// <param name="show">Called whenever some have ended.</param>
    /// <returns>Why the first job broke that ended without a result, or null.</returns>
    public static async Task<string?> RunJobsAsync(
        this TaskOrchestrationContext context,
        IReadOnlyList<JobMessage> messages,
        GpuJobOptions settings,
        Task cancel,
        string cancelled,
        ArraySegment<GpuJobEnd?> ends,
        Action show)
    {
        var running = new List<(int Index, string JobId, Task<GpuJobEnd> End)>();
        for (var i = 0; i < messages.Count; i++)
        {
            var job = new GpuJob { Message = messages[i], Options = settings };
            var options = new SubOrchestrationOptions(instanceId: messages[i].JobId);
            running.Add((i, messages[i].JobId, context.CallSubOrchestratorAsync<GpuJobEnd>(nameof(GpuJobOrchestrator), job, options)));
        }

        string? broken = null;
        var cancelSent = false;
        while (running.Count > 0)
        {
            var waits = running.Select(job => (Task)job.End);
            var done = await Task.WhenAny(cancelSent ? waits : waits.Append(cancel));
            if (done == cancel)
            {
                cancelSent = true;
                foreach (var (_, jobId, _) in running)
                    context.SendEvent(jobId, EventNames.Cancel, cancelled);
                continue;
            }

            foreach (var ended in running.FindAll(job => job.End.IsCompleted))
            {
                running.Remove(ended);
                var (index, _, end) = ended;
                try
                {
                    ends[index] = await end;
                }
                catch (TaskFailedException e)
                {
                    var reason = Failures.ReasonOf(e);
                    broken ??= reason;
                    ends[index] = new GpuJobEnd(JobOutcome.Failed, 0, null, reason);
                }
            }

            show();
        }

        return broken;
    }
}
