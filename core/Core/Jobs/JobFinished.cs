using CloudRestore.Core.Naming;
using CloudRestore.Core.Serialization;

namespace CloudRestore.Core.Jobs;

/// <summary>The message on <c>gpu-results</c>: a wake-up for the waiting orchestration; <see cref="JobResult"/> is the truth.</summary>
public sealed record JobFinished : IWireDocument
{
    /// <inheritdoc/>
    public static int CurrentVersion => 1;

    /// <inheritdoc/>
    public static string What => "job-finished message";

    /// <inheritdoc/>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The job, and so the orchestration to wake.</summary>
    public required string JobId { get; init; }

    /// <summary>How it ended.</summary>
    public required JobOutcome Outcome { get; init; }

    /// <summary>The result's <see cref="JobResult.TraceParent"/>.</summary>
    public string? TraceParent { get; init; }

    /// <inheritdoc/>
    public void Validate() => Identifier.Require(JobId, "job");
}
