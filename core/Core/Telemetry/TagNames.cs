namespace CloudRestore.Core.Telemetry;

/// <summary>
/// The tags of spans and metrics. Ids stand on spans only, so that metrics keep few series; names of photographs, addresses and messages of
/// exceptions, which may hold either, stand on neither.
/// </summary>
public static class TagNames
{
    /// <summary>A training run; spans only.</summary>
    public const string Run = "cloudrestore.run.id";

    /// <summary>A restoration; spans only.</summary>
    public const string Restoration = "cloudrestore.restoration.id";

    /// <summary>A comparison of models; spans only.</summary>
    public const string Comparison = "cloudrestore.comparison.id";

    /// <summary>A GPU job; spans only.</summary>
    public const string Job = "cloudrestore.job.id";

    /// <summary>A GPU job's kind, e.g. <c>gan</c>.</summary>
    public const string Kind = "cloudrestore.job.kind";

    /// <summary>How it ended, e.g. <c>succeeded</c>.</summary>
    public const string Outcome = "cloudrestore.outcome";

    /// <summary>A queue, e.g. <c>gpu-train</c>.</summary>
    public const string Queue = "cloudrestore.queue";

    /// <summary>What changed the champion: <c>run</c>, <c>request</c> or <c>rollback</c>.</summary>
    public const string Cause = "cloudrestore.promotion.cause";

    /// <summary>The type of the exception that ended a span; OpenTelemetry's own name.</summary>
    public const string ErrorType = "error.type";
}
