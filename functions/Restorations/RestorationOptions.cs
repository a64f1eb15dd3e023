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

    /// <summary>
    /// Most photographs that one orchestration restores; a larger restoration is cut into chunks of so many. Default 500: a history of some
    /// thousand events, and documents of some hundred kilobytes. What is recorded keeps the size that it was recorded with.
    /// </summary>
    [Range(10, 1000)]
    public int ChunkSize { get; set; } = 500;

    /// <summary>
    /// How many chunks of one restoration run at once, each with at most 32 photographs queued. Default 4: enough for some runners, and few enough
    /// that what is uploaded meanwhile does not wait behind thousands.
    /// </summary>
    [Range(1, 16)]
    public int ChunksAtOnce { get; set; } = 4;
}
