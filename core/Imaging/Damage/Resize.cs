using CloudRestore.Imaging.Damage.Composition;
using CloudRestore.Imaging.Resampling;

namespace CloudRestore.Imaging.Damage;

/// <summary>
/// Makes the picture larger, smaller or neither with a filter drawn from area, bilinear and bicubic, does further damage at that size, and
/// brings it back. Defaults are those of the first order of Real-ESRGAN (Wang et al. 2021).
/// </summary>
public sealed record Resize : IDamageStep
{
    private static readonly Func<RgbImage, int, int, RgbImage>[] Filters = [Resample.Area, Resample.Bilinear, Resample.Bicubic];

    /// <summary>How often it grows, 0 to 1. Default 0.2.</summary>
    public double UpProbability { get; init; } = 0.2;

    /// <summary>How often it shrinks, 0 to 1 less <see cref="UpProbability"/>; else it keeps its size. Default 0.7.</summary>
    public double DownProbability { get; init; } = 0.7;

    /// <summary>The least factor, 0.05 to 4. Default 0.15. A picture that shrinks has a factor of at most 1, one that grows of at least 1.</summary>
    public double MinScale { get; init; } = 0.15;

    /// <summary>The greatest factor, from <see cref="MinScale"/> to 4. Default 1.5.</summary>
    public double MaxScale { get; init; } = 1.5;

    /// <summary>Damage done at the other size, first to last. Default none.</summary>
    public IReadOnlyList<IDamageStep> Steps { get; init; } = [];

    /// <summary>Whether the picture is brought back to the size it had, with a filter drawn anew. Default true.</summary>
    public bool KeepSize { get; init; } = true;

    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, DamageContext context)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(context);
        var random = context.Random;
        var (direction, amount) = (random.NextDouble(), random.NextDouble());
        var scale = direction < UpProbability ? Between(Math.Max(1, MinScale), Math.Max(1, MaxScale), amount)
            : direction < UpProbability + DownProbability ? Between(Math.Min(1, MinScale), Math.Min(1, MaxScale), amount)
            : 1;
        var (there, back) = (Filters[random.NextInt(0, 2)], Filters[random.NextInt(0, 2)]);
        var resized = To(image, there, Scaled(image.Width, scale), Scaled(image.Height, scale));
        var damaged = StepSequence.Apply(Steps, resized, random.NextUInt64(), context.JpegQuality, context.Wanted);
        return KeepSize ? To(damaged, back, image.Width, image.Height) : damaged;
    }

    /// <inheritdoc/>
    public string? Invalid() =>
        ValueRange.InvalidShares("The probabilities of growing and shrinking", UpProbability, DownProbability)
        ?? ValueRange.Invalid("The scale", MinScale, MaxScale, 0.05, 4)
        ?? StepSequence.Invalid(Steps);

    private static double Between(double least, double most, double amount) => least + (amount * (most - least));

    private static int Scaled(int side, double scale) => Math.Max(1, (int)((side * scale) + 0.5));

    private static RgbImage To(RgbImage image, Func<RgbImage, int, int, RgbImage> filter, int width, int height) =>
        image.Width == width && image.Height == height ? image : filter(image, width, height);
}
