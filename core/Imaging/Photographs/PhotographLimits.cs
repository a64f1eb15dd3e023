using System.ComponentModel.DataAnnotations;

namespace CloudRestore.Imaging.Photographs;

/// <summary>What is too large or too small to be read. All are checked before any pixel is decoded.</summary>
public sealed record PhotographLimits
{
    /// <summary>The limits used when none are given.</summary>
    public static PhotographLimits Default { get; } = new();

    /// <summary>Most pixels (width times height) of one photograph. Default 100,000,000: 300 MB once decoded.</summary>
    [Range(1L, 500_000_000L)]
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>Most pixels of a side, as JPEG. Default 65,535.</summary>
    [Range(1, 1_000_000)]
    public int MaxSide { get; init; } = 65_535;

    /// <summary>Most bytes of one encoded file. Default 64 MiB.</summary>
    [Range(1L, 1_073_741_824L)]
    public long MaxBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Fewest pixels of the shorter side. Default 2.</summary>
    [Range(1, 4096)]
    public int MinSide { get; init; } = 2;
}
