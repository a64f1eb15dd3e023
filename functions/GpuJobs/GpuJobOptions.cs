using System.ComponentModel.DataAnnotations;

namespace CloudRestore.Functions.GpuJobs;

/// <summary>Settings under <c>GpuJobs</c>. They reach orchestrations as part of their input, so that a replay sees what the first run saw.</summary>
public sealed record GpuJobOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "GpuJobs";

    /// <summary>How often a waiting orchestration looks at its job. Default 30 s; the event usually comes first.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Tick { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Silence of the runner after which a job is queued again. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a job may wait for its first runner: a queue, or a GPU that is cold. Default 24 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long the runner has to notice a cancellation before the job counts as cancelled anyway. Default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan CancelTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a silent job is queued again before it fails. Default 3.</summary>
    [Range(0, 100)]
    public int MaxRequeues { get; set; } = 3;

    /// <summary>Looks before the history is cut by continue-as-new. Default 20.</summary>
    [Range(1, 1000)]
    public int TicksPerGeneration { get; set; } = 20;
}
