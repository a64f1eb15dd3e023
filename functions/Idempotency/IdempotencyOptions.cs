using System.ComponentModel.DataAnnotations;

namespace CloudRestore.Functions.Idempotency;

/// <summary>Settings under <c>Idempotency</c>.</summary>
public sealed record IdempotencyOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Idempotency";

    /// <summary>How long a key is kept. Default 24 h, which is also the least.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "90.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromHours(24);
}
