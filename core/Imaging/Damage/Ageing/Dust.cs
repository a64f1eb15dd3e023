using CloudRestore.Imaging.Damage.Drawing;

namespace CloudRestore.Imaging.Damage.Ageing;

/// <summary>
/// Specks and hairs that lay on a print or a negative when it was copied: bright on prints from a negative, dark on the print itself. One of
/// the kinds of damage of Wan et al. 2020 (Bringing Old Photos Back to Life); the ranges are ours.
/// </summary>
public sealed record Dust : IDamageStep
{
    /// <summary>The fewest grains, 0 to 2000. Default 10.</summary>
    public int MinCount { get; init; } = 10;

    /// <summary>The most grains, from <see cref="MinCount"/> to 2000. Default 80.</summary>
    public int MaxCount { get; init; } = 80;

    /// <summary>The least diameter of a speck as a share of the shorter side, 0.0005 to 0.05; never below 0.7 pixel. Default 0.001.</summary>
    public double MinSize { get; init; } = 0.001;

    /// <summary>The greatest diameter, from <see cref="MinSize"/> to 0.05; small specks come more often. Default 0.012.</summary>
    public double MaxSize { get; init; } = 0.012;

    /// <summary>How many of the grains are hairs, 0 to 1. Default 0.06.</summary>
    public double HairShare { get; init; } = 0.06;

    /// <summary>How many of the grains are bright, 0 to 1; the others are dark. Default 0.7.</summary>
    public double BrightShare { get; init; } = 0.7;

    /// <summary>The least opacity, 0 to 1. Default 0.4.</summary>
    public double MinOpacity { get; init; } = 0.4;

    /// <summary>The greatest opacity, from <see cref="MinOpacity"/> to 1. Default 1.</summary>
    public double MaxOpacity { get; init; } = 1;

    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, DamageContext context)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(context);
        var random = context.Random;
        var (bright, dark) = (new CoverageMask(image.Width, image.Height), new CoverageMask(image.Width, image.Height));
        var side = Math.Min(image.Width, image.Height);
        for (var left = random.NextInt(MinCount, MaxCount); left > 0; left--)
        {
            var mask = random.NextDouble() < BrightShare ? bright : dark;
            var at = new Point(random.NextDouble(0, image.Width), random.NextDouble(0, image.Height));
            var opacity = random.NextDouble(MinOpacity, MaxOpacity);
            if (random.NextDouble() < HairShare)
                Hair(mask, at, side, opacity, random);
            else
                Speck(mask, at, side, opacity, random);
        }

        var dusty = image.Clone();
        bright.Paint(dusty, (248, 246, 240), 1);
        dark.Paint(dusty, (20, 18, 16), 1);
        return dusty;
    }

    /// <inheritdoc/>
    public string? Invalid() =>
        ValueRange.Invalid("The number of grains of dust", MinCount, MaxCount, 0, 2000)
        ?? ValueRange.Invalid("The size of specks", MinSize, MaxSize, 0.0005, 0.05)
        ?? ValueRange.InvalidShare("The share of hairs", HairShare)
        ?? ValueRange.InvalidShare("The share of bright dust", BrightShare)
        ?? ValueRange.Invalid("The opacity of dust", MinOpacity, MaxOpacity, 0, 1);

    private void Speck(CoverageMask mask, Point at, int side, double opacity, SeededRandom random)
    {
        var size = random.NextDouble();
        var diameter = Math.Max(0.7, side * (MinSize + (size * size * size * (MaxSize - MinSize))));
        // Two or three blobs that overlap: grains are not round.
        for (var blobs = random.NextInt(1, 3); blobs > 0; blobs--)
        {
            mask.Stroke([at], diameter * random.NextDouble(0.6, 1), opacity);
            at += new Point(random.NextDouble(-0.5, 0.5), random.NextDouble(-0.5, 0.5)) * diameter;
        }
    }

    private static void Hair(CoverageMask mask, Point at, int side, double opacity, SeededRandom random)
    {
        var thickness = Math.Max(0.6, side * 0.002);
        var polygon = new List<Point> { at };
        var (direction, bend) = (random.NextDouble(0, 360), random.NextDouble(-50, 50));
        for (var piece = 0; piece < 5; piece++)
        {
            var (sine, cosine) = ElementaryFunctions.SinCosOfDegrees(direction);
            polygon.Add(polygon[^1] + (new Point(cosine, sine) * (side * random.NextDouble(0.01, 0.035))));
            direction += bend + (25 * random.NextGaussian());
        }

        mask.Stroke(Curve.Smooth(polygon), thickness, opacity);
    }
}
