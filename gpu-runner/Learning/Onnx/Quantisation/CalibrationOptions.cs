using System.ComponentModel.DataAnnotations;

namespace CloudRestore.Learning.Onnx.Quantisation;

/// <summary>How ranges of feature maps are chosen before numbers become bytes.</summary>
public sealed record CalibrationOptions
{
    /// <summary>Side of the tiles that are looked at, in pixels; rounded down to a multiple of the network's stride. Default 256.</summary>
    [Range(64, 1024)]
    public int TileSize { get; init; } = 256;

    /// <summary>The most tiles that are looked at, spread over the pictures. Default 48.</summary>
    [Range(1, 1024)]
    public int Tiles { get; init; } = 48;

    /// <summary>
    /// The percentage of values that a range must hold, counted at each end: 100 takes the extremes themselves, less clips outliers and
    /// leaves finer steps to the rest. Default 99.999, with which networks of residuals lose least.
    /// </summary>
    [Range(90.0, 100.0)]
    public double Percentile { get; init; } = 99.999;
}
