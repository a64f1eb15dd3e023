using System.Collections.Concurrent;
using CloudRestore.Core.Jobs;
using CloudRestore.GpuRunner.Jobs;

namespace CloudRestore.GpuRunner.Tests.Support;

/// <summary>Does what a test says in place of the work.</summary>
internal sealed class ScriptedHandler(Func<JobAttempt, Task> script) : IJobHandler
{
    public ScriptedHandler()
        : this(_ => Task.CompletedTask)
    {
    }

    public ConcurrentQueue<JobAttempt> Attempts { get; } = new();

    public ConcurrentQueue<(string Reason, Exception? Error)> Failed { get; } = new();

    public long CheckpointStep { get; set; }

    public static BlobAddress OutputOf(JobMessage job) => new("runs", $"{job.JobId}/output/");

    public bool Handles(JobKind kind) => true;

    public Task<long> CheckpointStepAsync(JobMessage job, CancellationToken cancellationToken) => Task.FromResult(CheckpointStep);

    public async Task<JobOutput> RunAsync(JobAttempt attempt)
    {
        Attempts.Enqueue(attempt);
        await script(attempt);
        return new JobOutput(OutputOf(attempt.Job), new Dictionary<string, double> { ["loss"] = 0.5 });
    }

    public Task FailedAsync(JobMessage job, string reason, Exception? error, CancellationToken cancellationToken)
    {
        Failed.Enqueue((reason, error));
        return Task.CompletedTask;
    }
}
