using System.ComponentModel.DataAnnotations;

namespace CloudRestore.Functions.Promoting;

/// <summary>Settings under <c>Approval</c>. They reach a run as part of its input.</summary>
public sealed record ApprovalOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Approval";

    /// <summary>How long a person has to approve a promotion before it counts as rejected. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "90.00:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromDays(7);
}
