using System.Collections;
using CloudRestore.Core.Comparisons;
using CloudRestore.Core.Jobs;

namespace CloudRestore.Core.Telemetry;

/// <summary>
/// What a piece of work belongs to: the tags of its span and, as a logging scope, the properties <c>RunId</c>, <c>RestorationId</c>, <c>ComparisonId</c>, <c>JobId</c> and
/// <c>JobKind</c> of its log lines.
/// </summary>
public sealed class WorkIds : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> _scope = [];
    private readonly List<KeyValuePair<string, object?>> _tags = [];

    private WorkIds()
    {
    }

    /// <summary>Nothing that is not said around it.</summary>
    public static WorkIds None { get; } = new();

    /// <summary>The tags of its span.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Tags => _tags;

    /// <inheritdoc/>
    public int Count => _scope.Count;

    /// <inheritdoc/>
    public KeyValuePair<string, object?> this[int index] => _scope[index];

    /// <summary>Work for a training run.</summary>
    /// <param name="run">The run's id, or one of <see cref="ComparisonNames"/>: a comparison has work in common with runs.</param>
    public static WorkIds OfRun(string run) =>
        ComparisonNames.ComparisonOf(run) is { } comparison ? OfComparison(comparison) : new WorkIds().With("RunId", TagNames.Run, run);

    /// <summary>Work for a restoration.</summary>
    /// <param name="restoration">The restoration's id.</param>
    public static WorkIds OfRestoration(string restoration) => new WorkIds().With("RestorationId", TagNames.Restoration, restoration);

    /// <summary>Work for a comparison of models.</summary>
    /// <param name="comparison">The comparison's id.</param>
    public static WorkIds OfComparison(string comparison) => new WorkIds().With("ComparisonId", TagNames.Comparison, comparison);

    /// <summary>Work for a GPU job of which only the id is known: its run's or restoration's, a dot, and the stage or index.</summary>
    /// <param name="job">The job's id.</param>
    public static WorkIds OfJob(string job) => new WorkIds().With("JobId", TagNames.Job, job);

    /// <summary>Work for a GPU job.</summary>
    /// <param name="job">The job.</param>
    public static WorkIds OfJob(JobMessage job)
    {
        ArgumentNullException.ThrowIfNull(job);
        var owner = job.Training is { } training ? OfRun(training.RunId) : OfRestoration(job.JobId.Split('.')[0]);
        return owner.With("JobId", TagNames.Job, job.JobId).With("JobKind", TagNames.Kind, JobKindNames.NameOf(job.Kind));
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _scope.GetEnumerator();

    /// <summary>The scope as consoles print it.</summary>
    public override string ToString() => string.Join(' ', _scope.Select(entry => $"{entry.Key}:{entry.Value}"));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private WorkIds With(string property, string tag, string value)
    {
        _scope.Add(new(property, value));
        _tags.Add(new(tag, value));
        return this;
    }
}
