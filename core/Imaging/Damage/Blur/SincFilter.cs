namespace CloudRestore.Imaging.Damage.Blur;

/// <summary>
/// Cuts off high frequencies sharply in all directions, which leaves ringing beside edges: what over-sharpening and hard compression look
/// like. Kernel and defaults are those of Real-ESRGAN (Wang et al. 2021, section 3.3).
/// </summary>
public sealed record SincFilter : IDamageStep
{
    private const int Places = 128;

    /// <summary>The lowest cut-off, as a share of the highest frequency that the pixels can hold, 0.1 to 1. Default 1/3.</summary>
    public double MinCutoff { get; init; } = 1.0 / 3;

    /// <summary>The highest cut-off, from <see cref="MinCutoff"/> to 1. Default 1.</summary>
    public double MaxCutoff { get; init; } = 1;

    /// <summary>The least radius of the kernel, 1 to 15 pixels. Default 3, seven pixels a side.</summary>
    public int MinRadius { get; init; } = 3;

    /// <summary>The greatest radius, from <see cref="MinRadius"/> to 15 pixels. Default 10, 21 pixels a side.</summary>
    public int MaxRadius { get; init; } = 10;

    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, DamageContext context)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(context);
        var cutoff = Math.PI * context.Random.NextDouble(MinCutoff, MaxCutoff);
        var radius = context.Random.NextInt(MinRadius, MaxRadius);
        return new Kernel(radius, Weight).Apply(image);

        double Weight(int x, int y)
        {
            var distance = Math.Sqrt((x * x) + (y * y));
            return distance == 0 ? cutoff * cutoff / (4 * Math.PI) : cutoff * BesselJ1(cutoff * distance) / (2 * Math.PI * distance);
        }
    }

    /// <inheritdoc/>
    public string? Invalid() =>
        ValueRange.Invalid("The cut-off", MinCutoff, MaxCutoff, 0.1, 1) ?? ValueRange.Invalid("The kernel's radius", MinRadius, MaxRadius, 1, 15);

    /// <summary>The Bessel function of the first kind and order 1, up to about x = 70, as the mean of cos(t - x sin t) over a turn.</summary>
    internal static double BesselJ1(double x)
    {
        var sum = 0.0;
        for (var i = 0; i < Places; i++)
        {
            var angle = 2 * Math.PI * i / Places;
            sum += ElementaryFunctions.SinCos(angle - (x * ElementaryFunctions.SinCos(angle).Sin)).Cos;
        }

        return sum / Places;
    }
}
