using CloudRestore.Core.Jobs;

namespace CloudRestore.GpuRunner.Jobs;

/// <summary>Does jobs of some kinds.</summary>
internal interface IJobHandler
{
    /// <summary>Whether it does jobs of that kind.</summary>
    bool Handles(JobKind kind);

    /// <summary>The step of the newest checkpoint of a job, 0 without any; what counts as progress between attempts.</summary>
    Task<long> CheckpointStepAsync(JobMessage job, CancellationToken cancellationToken);

    /// <summary>Does the work and stores its outputs.</summary>
    Task<JobOutput> RunAsync(JobAttempt attempt);

    /// <summary>The job has failed for good; leaves whatever a person should find, before the result is written.</summary>
    /// <param name="job">The job.</param>
    /// <param name="reason">One sentence.</param>
    /// <param name="error">What was caught last, or null.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task FailedAsync(JobMessage job, string reason, Exception? error, CancellationToken cancellationToken);
}
