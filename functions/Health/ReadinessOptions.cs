using System.ComponentModel.DataAnnotations;

namespace CloudRestore.Functions.Health;

/// <summary>Settings under <c>Readiness</c>.</summary>
public sealed record ReadinessOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Readiness";

    /// <summary>How long storage may take for one check. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);
}
