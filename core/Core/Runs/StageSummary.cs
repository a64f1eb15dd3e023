namespace CloudRestore.Core.Runs;

/// <summary>One stage of a run.</summary>
/// <param name="Name">The stage: <c>dataset</c>, <c>crappify</c>, the five of the GPU, <c>register</c>.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it ended, or null.</param>
public sealed record StageSummary(string Name, RunStatus Status, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt = null)
{
    /// <summary>Seconds from begin to end, or null while it runs.</summary>
    public double? Seconds => FinishedAt is { } end ? Math.Round((end - StartedAt).TotalSeconds, 3) : null;
}
