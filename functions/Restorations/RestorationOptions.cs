using System.ComponentModel.DataAnnotations;

namespace CloudRestore.Functions.Restorations;

/// <summary>Settings under <c>Restorations</c>.</summary>
public sealed record RestorationOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Restorations";

    /// <summary>How long a request that carries a photograph waits to be answered with the restored one. Default 8 s; 0 never waits.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:02:00")]
    public TimeSpan SynchronousWait { get; set; } = TimeSpan.FromSeconds(8);
}
