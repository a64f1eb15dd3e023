using System.ComponentModel.DataAnnotations;

namespace CloudRestore.GpuRunner.Configuration;

/// <summary>How a runner works; configuration section <c>Worker</c>, as environment variables <c>Worker__Lease</c> and so on.</summary>
public sealed class WorkerOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Worker";

    /// <summary>The queues to serve, separated by commas. Each has a loop of its own, so that hours of training never block a restoration.</summary>
    [Required]
    public string Queues { get; set; } = $"{Core.Storage.Queues.GpuRestore},{Core.Storage.Queues.GpuTrain}";

    /// <summary>How long a received message stays hidden without being renewed; renewed at a third. Default 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "7.00:00:00")]
    public TimeSpan Visibility { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a job's lease lasts without being renewed; renewed at a third. Blob Storage allows 15 to 60 seconds. Default 30.</summary>
    [Range(typeof(TimeSpan), "00:00:15", "00:01:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the heartbeat is written and a wish to cancel looked for. Default 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:05")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The wait after the first look into an empty queue; it doubles up to <see cref="LongestPoll"/>. Default 0.2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan ShortestPoll { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait between two looks into an empty queue. Default 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan LongestPoll { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long the queue must have been empty for the process to end by itself, which an execution that is paid by the second wants; zero, the
    /// default, is never. No shorter than <see cref="Visibility"/>, so that a job whose runner was killed is met again by the same execution.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan IdleExit { get; set; }

    /// <summary>The port on which <c>/live</c> and <c>/ready</c> are answered over HTTP; 0, the default, for none.</summary>
    [Range(0, 65535)]
    public int HealthPort { get; set; }

    /// <summary>The time between two checkpoints of a stage. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The wait after a first failure; it doubles with every further one, up to 5 minutes. Default 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Recorded failures after which a job has failed. Default 5.</summary>
    [Range(1, 100)]
    public int MaxFailures { get; set; } = 5;

    /// <summary>Attempts without a newer checkpoint after which a job has failed. Default 5.</summary>
    [Range(1, 100)]
    public int MaxAttemptsWithoutProgress { get; set; } = 5;

    /// <summary>Where inputs, outputs, checkpoints and models lie while they are worked on. Default: a folder in the system's temporary folder.</summary>
    [Required]
    public string ScratchFolder { get; set; } = Path.Combine(Path.GetTempPath(), "cloudrestore-runner");

    /// <summary>Threads that torch and ONNX Runtime compute with; 0 leaves it to them: one a processor. Default 0.</summary>
    [Range(0, 1024)]
    public int Threads { get; set; }

    /// <summary><c>cpu</c>, <c>cuda</c>, or <c>auto</c>: CUDA where torch finds it. Default <c>auto</c>.</summary>
    [RegularExpression("auto|cpu|cuda")]
    public string Device { get; set; } = "auto";

    /// <summary>Models kept ready in memory. Default 2.</summary>
    [Range(1, 16)]
    public int ModelsInMemory { get; set; } = 2;

    /// <summary>The runner's name in job states. Default: machine name and process id.</summary>
    [Required]
    public string Name { get; set; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    internal IReadOnlyList<string> QueueNames => Queues.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        string[] served = [Core.Storage.Queues.GpuRestore, Core.Storage.Queues.GpuTrain];
        if (QueueNames.Count == 0 || QueueNames.Except(served).Any() || QueueNames.Distinct().Count() != QueueNames.Count)
            yield return new ValidationResult($"Worker:Queues is '{Queues}': give one or both of {string.Join(", ", served)}, separated by a comma.", [nameof(Queues)]);
        if (LongestPoll < ShortestPoll)
            yield return new ValidationResult("Worker:LongestPoll must not be shorter than Worker:ShortestPoll.", [nameof(LongestPoll)]);
        if (IdleExit > TimeSpan.Zero && QueueNames.Count > 1)
            yield return new ValidationResult("Worker:IdleExit is for a runner with one queue: name one in Worker:Queues.", [nameof(IdleExit)]);
        if (IdleExit > TimeSpan.Zero && IdleExit < Visibility)
            yield return new ValidationResult("Worker:IdleExit must not be shorter than Worker:Visibility.", [nameof(IdleExit)]);
    }
}
