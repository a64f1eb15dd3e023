using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Models;
using CloudRestore.Core.Runs;

namespace CloudRestore.Core.Telemetry;

/// <summary>
/// The metrics of both processes. What can happen twice, because a step was done again, is counted where its record is created, which happens
/// once. Tags have few values.
/// </summary>
public static class Instruments
{
    // From a photograph on a warm GPU to a long stage; the default buckets end at ten seconds.
    private static readonly InstrumentAdvice<double> Durations = new() { HistogramBucketBoundaries = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 43200, 86400] };

    private static readonly Meter Meter = new(TelemetryNames.Source, Tracing.Version);
    private static readonly ConcurrentDictionary<JobKind, double> Rates = new();

    private static readonly Counter<long> Jobs = Meter.CreateCounter<long>("cloudrestore.jobs", "{job}", "GPU jobs that have a result.");
    private static readonly Histogram<double> JobDuration = Meter.CreateHistogram("cloudrestore.job.duration", "s", "Length of the attempt that ended a GPU job.", tags: null, Durations);
    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>("cloudrestore.job.attempts", "{attempt}", "Attempts of runners at GPU jobs.");
    private static readonly Counter<long> Restorations = Meter.CreateCounter<long>("cloudrestore.restorations", "{restoration}", "Restorations that have ended.");
    private static readonly Histogram<double> UploadDuration = Meter.CreateHistogram("cloudrestore.upload.duration", "s", "From an upload to its restored photograph.", tags: null, Durations);
    private static readonly Counter<long> Runs = Meter.CreateCounter<long>("cloudrestore.training_runs", "{run}", "Training runs that have ended.");
    private static readonly Counter<long> Promotions = Meter.CreateCounter<long>("cloudrestore.promotions", "{promotion}", "Changes of champion.");

    private static readonly Lazy<ObservableGauge<long>> GpuMemory = new(static () =>
        Meter.CreateObservableGauge("cloudrestore.gpu.memory", NvidiaMemory.Measure, "By", "Memory in use on the graphics cards of the machine."));

    static Instruments()
    {
        Meter.CreateObservableGauge("cloudrestore.queue.age", Queues.Ages, "s", "How long the next message of a queue has waited.");
        Meter.CreateObservableGauge("cloudrestore.queue.messages", Queues.Messages, "{message}", "Messages in a queue, hidden ones too.");
        Meter.CreateObservableGauge("cloudrestore.stage.images_per_second", ReadRates, "{image}/s", "Images per second of the stage that runs.");
        Meter.CreateObservableUpDownCounter("process.memory.usage", () => Environment.WorkingSet, "By", "Resident memory of the process.");
    }

    /// <summary>The meter that has them all; who asks for its name finds them made, but for <see cref="MeasureGpuMemory"/>.</summary>
    public static string MeterName => Meter.Name;

    /// <summary>What waits in the queues.</summary>
    public static QueueGauge Queues { get; } = new(TimeProvider.System);

    /// <summary>Measures the memory of graphics cards too: called by the process that works on them, once or more.</summary>
    public static void MeasureGpuMemory() => _ = GpuMemory.Value;

    /// <summary>A job has a result: called by whoever created it.</summary>
    /// <param name="result">The result.</param>
    public static void JobEnded(JobResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var (kind, outcome) = (Tag(TagNames.Kind, JobKindNames.NameOf(result.Kind)), Tag(TagNames.Outcome, Tracing.NameOf(result.Outcome)));
        Jobs.Add(1, kind, outcome);
        if (result.Attempt > 0)
            JobDuration.Record(Math.Max(0, (result.FinishedAt - result.StartedAt).TotalSeconds), kind, outcome);
    }

    /// <summary>An attempt at a job ended.</summary>
    /// <param name="kind">The job's kind.</param>
    /// <param name="outcome">How.</param>
    public static void AttemptEnded(JobKind kind, AttemptOutcome outcome) =>
        Attempts.Add(1, Tag(TagNames.Kind, JobKindNames.NameOf(kind)), Tag(TagNames.Outcome, Tracing.NameOf(outcome)));

    /// <summary>A stage tells how fast it is.</summary>
    /// <param name="kind">The stage's kind.</param>
    /// <param name="imagesPerSecond">Its rate.</param>
    public static void Rate(JobKind kind, double imagesPerSecond) => Rates[kind] = imagesPerSecond;

    /// <summary>A stage runs no longer, and has no rate.</summary>
    /// <param name="kind">The stage's kind.</param>
    public static void RateEnded(JobKind kind) => Rates.TryRemove(kind, out _);

    /// <summary>A restoration has an outcome: called by whoever created it.</summary>
    /// <param name="status">How it ended.</param>
    /// <param name="sinceUpload">The time since the upload, if it was one and was restored.</param>
    public static void RestorationEnded(RunStatus status, TimeSpan? sinceUpload)
    {
        Restorations.Add(1, Tag(TagNames.Outcome, Tracing.NameOf(status)));
        if (sinceUpload is { } time)
            UploadDuration.Record(Math.Max(0, time.TotalSeconds));
    }

    /// <summary>A training run has an outcome: called by whoever created it.</summary>
    /// <param name="status">How it ended.</param>
    public static void RunEnded(RunStatus status) => Runs.Add(1, Tag(TagNames.Outcome, Tracing.NameOf(status)));

    /// <summary>The champion was changed: called by whoever wrote the registry.</summary>
    /// <param name="change">The change.</param>
    public static void Promoted(Promotion change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Promotions.Add(1, Tag(TagNames.Cause, change.Rollback ? "rollback" : change.RequestId is null ? "run" : "request"));
    }

    private static IEnumerable<Measurement<double>> ReadRates() =>
        Rates.Select(rate => new Measurement<double>(rate.Value, Tag(TagNames.Kind, JobKindNames.NameOf(rate.Key))));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
