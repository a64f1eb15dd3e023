using CloudRestore.Imaging.Damage.Drawing;

namespace CloudRestore.Imaging.Damage.Ageing;

/// <summary>
/// Thin scratches, most of them nearly upright as the transport of a film or a sleeve leaves them, bright or dark. One of the kinds of
/// damage of Wan et al. 2020 (Bringing Old Photos Back to Life); the ranges are ours.
/// </summary>
public sealed record Scratches : IDamageStep
{
    private const int Pieces = 12;

    /// <summary>The fewest scratches, 0 to 200. Default 1.</summary>
    public int MinCount { get; init; } = 1;

    /// <summary>The most scratches, from <see cref="MinCount"/> to 200. Default 8.</summary>
    public int MaxCount { get; init; } = 8;

    /// <summary>The least thickness as a share of the shorter side, 0.0005 to 0.05; never below half a pixel. Default 0.001.</summary>
    public double MinThickness { get; init; } = 0.001;

    /// <summary>The greatest thickness, from <see cref="MinThickness"/> to 0.05. Default 0.005.</summary>
    public double MaxThickness { get; init; } = 0.005;

    /// <summary>The least opacity, 0 to 1. Default 0.4.</summary>
    public double MinOpacity { get; init; } = 0.4;

    /// <summary>The greatest opacity, from <see cref="MinOpacity"/> to 1. Default 1.</summary>
    public double MaxOpacity { get; init; } = 1;

    /// <summary>How many of the scratches are bright, 0 to 1; the others are dark. Default 0.75.</summary>
    public double BrightShare { get; init; } = 0.75;

    /// <summary>How many of the scratches are curved and lie at any angle, 0 to 1; the others are nearly upright. Default 0.25.</summary>
    public double CurvedShare { get; init; } = 0.25;

    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, DamageContext context)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(context);
        var random = context.Random;
        var (bright, dark) = (new CoverageMask(image.Width, image.Height), new CoverageMask(image.Width, image.Height));
        for (var left = random.NextInt(MinCount, MaxCount); left > 0; left--)
            Scratch(random.NextDouble() < BrightShare ? bright : dark, image, random);
        var scratched = image.Clone();
        // The emulsion's base shows through warm, dirt in a groove is not quite black.
        bright.Paint(scratched, (250, 246, 236), 1);
        dark.Paint(scratched, (22, 18, 16), 1);
        return scratched;
    }

    /// <inheritdoc/>
    public string? Invalid() =>
        ValueRange.Invalid("The number of scratches", MinCount, MaxCount, 0, 200)
        ?? ValueRange.Invalid("The thickness of scratches", MinThickness, MaxThickness, 0.0005, 0.05)
        ?? ValueRange.Invalid("The opacity of scratches", MinOpacity, MaxOpacity, 0, 1)
        ?? ValueRange.InvalidShare("The share of bright scratches", BrightShare)
        ?? ValueRange.InvalidShare("The share of curved scratches", CurvedShare);

    private void Scratch(CoverageMask mask, RgbImage image, SeededRandom random)
    {
        var curved = random.NextDouble() < CurvedShare;
        var (sine, cosine) = ElementaryFunctions.SinCosOfDegrees(curved ? random.NextDouble(0, 180) : 90 + (3 * random.NextGaussian()));
        var length = curved ? Math.Min(image.Width, image.Height) * random.NextDouble(0.1, 0.6) : image.Height * random.NextDouble(0.15, 1.3);
        var bow = length * (curved ? random.NextDouble(-0.3, 0.3) : random.NextDouble(-0.01, 0.01));
        var middle = new Point(random.NextDouble(0, image.Width), random.NextDouble(0, image.Height));
        var thickness = Math.Max(0.5, Math.Min(image.Width, image.Height) * random.NextDouble(MinThickness, MaxThickness));
        var opacity = random.NextDouble(MinOpacity, MaxOpacity);
        var from = Place(0);
        for (var piece = 1; piece <= Pieces; piece++)
        {
            // It presses now harder, now lighter, and at times not at all; its ends run out.
            var pressed = random.NextDouble() < 0.08 ? 0 : random.NextDouble(0.7, 1) * (piece is 1 or Pieces ? 0.5 : 1);
            var to = Place(piece) + (new Point(random.NextGaussian(), 0) * (0.15 * thickness));
            mask.Stroke([from, to], thickness * random.NextDouble(0.75, 1), opacity * pressed);
            from = to;
        }

        Point Place(int piece)
        {
            var along = ((double)piece / Pieces) - 0.5;
            var (forward, aside) = (along * length, bow * (0.5 - (2 * along * along)));
            return middle + new Point((forward * cosine) - (aside * sine), (forward * sine) + (aside * cosine));
        }
    }
}
