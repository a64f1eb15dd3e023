namespace CloudRestore.Imaging.Resampling;

/// <summary>A filter by its shape at scale 1: how far it reaches, in pixels, and its weight at a distance from the centre.</summary>
/// <param name="Support">Half the width; beyond it the weight is 0.</param>
/// <param name="Weight">The weight at a distance.</param>
internal sealed record ResamplingFilter(double Support, Func<double, double> Weight)
{
    /// <summary>The box: one pixel wide, its right edge included so that each place belongs to one pixel.</summary>
    public static ResamplingFilter Box { get; } = new(0.5, distance => distance is > -0.5 and <= 0.5 ? 1 : 0);

    /// <summary>The triangle: linear interpolation when growing.</summary>
    public static ResamplingFilter Triangle { get; } = new(1, distance => Math.Max(0, 1 - Math.Abs(distance)));

    /// <summary>Keys (1981) with a = -0.5, also known as Catmull-Rom.</summary>
    public static ResamplingFilter Cubic { get; } = new(2, distance => Math.Abs(distance) switch
    {
        < 1 and var x => (((1.5 * x) - 2.5) * x * x) + 1,
        < 2 and var x => (((((-0.5 * x) + 2.5) * x) - 4) * x) + 2,
        _ => 0,
    });
}
