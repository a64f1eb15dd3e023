using CloudRestore.Core.Naming;
using CloudRestore.Core.Serialization;

namespace CloudRestore.Core.Jobs;

/// <summary>
/// <c>jobs/{job}/result.json</c>: the truth about a finished job. Created once (If-None-Match) after every output is complete; whoever comes
/// second finds it and stops.
/// </summary>
public sealed record JobResult : IWireDocument
{
    /// <inheritdoc/>
    public static int CurrentVersion => 1;

    /// <inheritdoc/>
    public static string What => "job result";

    /// <inheritdoc/>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The job.</summary>
    public required string JobId { get; init; }

    /// <summary>What was done.</summary>
    public required JobKind Kind { get; init; }

    /// <summary>How it ended.</summary>
    public required JobOutcome Outcome { get; init; }

    /// <summary>The attempt that ended it, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Folder of the outputs (training) or the restored photograph; null unless it succeeded.</summary>
    public BlobAddress? Output { get; init; }

    /// <summary>Numbers such as <c>psnrRestored</c> (dB), <c>loss</c>, <c>megapixels</c>.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Why it failed or was cancelled: one sentence for a person.</summary>
    public string? Reason { get; init; }

    /// <summary>When the last attempt began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>The W3C <c>traceparent</c> of the span in which it ended, or null.</summary>
    public string? TraceParent { get; init; }

    /// <inheritdoc/>
    public void Validate()
    {
        Identifier.Require(JobId, "job");
        if (Attempt < 0)
            throw new WireFormatException($"This job result has attempt {Attempt}; attempts count from 1.");
        if (Outcome == JobOutcome.Succeeded && Output is null)
            throw new WireFormatException("This job result succeeded but names no output.");
        Output?.Validate();
    }
}
