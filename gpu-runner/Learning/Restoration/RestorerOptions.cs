using System.ComponentModel.DataAnnotations;

namespace CloudRestore.Learning.Restoration;

/// <summary>How a photograph is cut into tiles, and what is done to each after the network.</summary>
public sealed record RestorerOptions
{
    /// <summary>Side of a tile in pixels; rounded down to a multiple of the network's stride. Default 768.</summary>
    [Range(64, 4096)]
    public int TileSize { get; init; } = 768;

    /// <summary>The smallest tile that is tried when memory runs out. Default 96.</summary>
    [Range(64, 4096)]
    public int SmallestTileSize { get; init; } = 96;

    /// <summary>Pixels that neighbouring tiles share at least; at most half a tile. Default 96.</summary>
    [Range(0, 2048)]
    public int Overlap { get; init; } = 96;

    /// <summary>
    /// Whether what the network leaves where it removed the strokes of a number or text is smoothed; without, a picture is exactly the network's
    /// answer. Never done for a model that was not trained to remove any, which may remove grain or scratches instead. Default true.
    /// </summary>
    public bool SmoothResidue { get; init; } = true;

    /// <summary>The most pixels of a result. Default 100,000,000.</summary>
    [Range(1, 1_000_000_000)]
    public long MaxPixels { get; init; } = 100_000_000;
}
