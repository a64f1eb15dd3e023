using System.ComponentModel.DataAnnotations;
using CloudRestore.Core.Runs;

namespace CloudRestore.Functions.Retraining;

/// <summary>The setting <c>RetrainSchedule</c>, and those under <c>Retraining</c>.</summary>
public sealed record RetrainingOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Retraining";

    /// <summary>The schedule's own setting.</summary>
    public const string ScheduleSetting = "RetrainSchedule";

    /// <summary>When to train anew, as cron in six fields: <c>0 0 3 * * SUN</c> is three o'clock on Sundays. Default none: only requests do.</summary>
    public string? Schedule { get; set; }

    /// <summary>The schedule's time zone, such as <c>Europe/Berlin</c>. Default <c>UTC</c>.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>The dataset to train on. Needed with a schedule.</summary>
    public string? Dataset { get; set; }

    /// <summary>The preset: one of <see cref="PresetNames"/>. Default <c>restore</c>.</summary>
    public string Preset { get; set; } = "restore";

    /// <summary>The damage recipe. Default the preset's.</summary>
    public string? Recipe { get; set; }

    /// <summary>New photographs without which an occurrence is skipped. Default 20.</summary>
    [Range(1, 1_000_000)]
    public int MinNewPhotographs { get; set; } = 20;

    /// <summary>When the model becomes champion. Default if it is no worse.</summary>
    public PromotionPolicy Promotion { get; set; } = PromotionPolicy.IfNotWorse;
}
