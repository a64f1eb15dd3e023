using CloudRestore.Core.Api;

namespace CloudRestore.Functions.Retraining;

/// <summary>What is kept of the schedule. Replaced under its ETag.</summary>
public sealed record RetrainingState
{
    /// <summary>Up to when occurrences were looked for; null if nobody has looked.</summary>
    public DateTimeOffset? CheckedUntil { get; init; }

    /// <summary>The newest occurrence that was found.</summary>
    public DateTimeOffset? LastOccurrence { get; init; }

    /// <summary>The newest occurrence or request that was dealt with.</summary>
    public RetrainingAttempt? Last { get; init; }

    /// <summary>The newest run that was started.</summary>
    public string? Run { get; init; }
}

/// <summary>Input of <see cref="RetrainingOrchestrator"/>.</summary>
/// <param name="Id">The attempt's id.</param>
/// <param name="Occurrence">When the schedule asked for it; null if a request did, which is not refused for want of new photographs.</param>
public sealed record RetrainingStart(string Id, DateTimeOffset? Occurrence);

/// <summary>An attempt that could not be made.</summary>
/// <param name="Start">The attempt.</param>
/// <param name="Reason">Why.</param>
public sealed record RetrainingFailure(RetrainingStart Start, string Reason);
