using CloudRestore.Imaging.Damage.Drawing;

namespace CloudRestore.Imaging.Damage.Lettering;

/// <summary>One text with all that was drawn for it. Lengths are in units of the height of a capital until the picture is known.</summary>
internal sealed record StampedText
{
    private const int LeastPixels = 7;

    private static readonly (byte, byte, byte) White = (255, 255, 255), Black = (0, 0, 0);

    public required IReadOnlyList<IReadOnlyList<Point>> Strokes { get; init; }

    public required double Width { get; init; }

    public required double Size { get; init; }

    public required double Pen { get; init; }

    public required double Degrees { get; init; }

    public required (byte Red, byte Green, byte Blue) Colour { get; init; }

    public required double Opacity { get; init; }

    public required bool Outlined { get; init; }

    public required StampPlace Place { get; init; }

    // Two numbers in [0, 1) that place it.
    public required Point Where { get; init; }

    /// <summary>Draws its looks.</summary>
    public static StampedText Draw(TextStamp stamp, string text, SeededRandom random)
    {
        var equalWidths = random.NextDouble() < 0.25;
        var slant = random.NextDouble() < 0.25 ? random.NextDouble(0.12, 0.3) : 0;
        var (strokes, width) = StrokeFont.Write(text, equalWidths, slant);
        return new StampedText
        {
            Strokes = [.. strokes.Select(stroke => stroke.Select(point => point * (1.0 / StrokeFont.CapHeight)).ToArray())],
            Width = width / StrokeFont.CapHeight,
            Pen = random.NextDouble(0.08, 0.2),
            Size = random.NextDouble(stamp.MinSize, stamp.MaxSize),
            Opacity = random.NextDouble(stamp.MinOpacity, stamp.MaxOpacity),
            Colour = DrawColour(stamp, random),
            Outlined = random.NextDouble() < stamp.OutlineShare,
            Degrees = random.NextDouble(-stamp.MaxRotation, stamp.MaxRotation),
            Place = stamp.Place,
            Where = new Point(random.NextDouble(), random.NextDouble()),
        };
    }

    /// <summary>Writes it; what lies beyond the edge is cut off.</summary>
    public void Onto(RgbImage image)
    {
        var asked = Size * Math.Min(image.Width, image.Height);
        var height = Math.Max(LeastPixels, Math.Min(asked, 0.94 * image.Width / (Width + Pen)));
        var thickness = Math.Max(1, Pen * height);
        var (sine, cosine) = ElementaryFunctions.SinCosOfDegrees(Degrees);
        var letters = new CoverageMask(image.Width, image.Height);
        var around = Outlined ? new CoverageMask(image.Width, image.Height) : null;
        foreach (var middle in Middles(image, height, Math.Abs(sine), Math.Abs(cosine)))
        {
            foreach (var stroke in Strokes)
            {
                Point[] placed = [.. stroke.Select(point => Turned((point - new Point(Width / 2, -0.5)) * height) + middle)];
                letters.Stroke(placed, thickness);
                around?.Stroke(placed, thickness + Math.Max(2, 0.5 * thickness));
            }
        }

        around?.Paint(image, Luma.Of(Colour.Red, Colour.Green, Colour.Blue) > 110 ? Black : White, Opacity);
        letters.Paint(image, Colour, Opacity);

        Point Turned(Point point) => new((point.X * cosine) - (point.Y * sine), (point.X * sine) + (point.Y * cosine));
    }

    private IEnumerable<Point> Middles(RgbImage image, double height, double sine, double cosine)
    {
        // Half of the box that the turned text fills, with room for descenders, the pen and an outline.
        var (halfWidth, halfHeight) = (((Width / 2) + 0.2) * height, 0.95 * height);
        var (right, down) = ((halfWidth * cosine) + (halfHeight * sine), (halfWidth * sine) + (halfHeight * cosine));
        var (x, y) = (Math.Min(right, image.Width / 2.0), Math.Min(down, image.Height / 2.0));
        switch (Place)
        {
            case StampPlace.Anywhere:
                yield return new Point(x + (Where.X * (image.Width - (2 * x))), y + (Where.Y * (image.Height - (2 * y))));
                break;
            case StampPlace.Corner:
                yield return new Point(Where.X < 0.3 ? x : image.Width - x, Where.Y < 0.3 ? y : image.Height - y);
                break;
            case StampPlace.Centre:
                yield return new Point(image.Width / 2.0, image.Height / 2.0);
                break;
            default:
                var (acrossStep, downStep) = ((2 * halfWidth) + height, 4 * height);
                for (var row = (int)(-image.Height / downStep) - 1; row * downStep < image.Height + downStep; row++)
                {
                    for (var column = -1; column * acrossStep < image.Width + acrossStep; column++)
                        yield return new Point((column + Where.X + (row % 2 == 0 ? 0 : 0.5)) * acrossStep, (row + Where.Y) * downStep);
                }

                break;
        }
    }

    private static (byte Red, byte Green, byte Blue) DrawColour(TextStamp stamp, SeededRandom random)
    {
        var choice = random.NextDouble();
        var any = ((byte)random.NextInt(0, 255), (byte)random.NextInt(0, 255), (byte)random.NextInt(0, 255));
        return choice < stamp.WhiteShare ? White : choice < stamp.WhiteShare + stamp.BlackShare ? Black : any;
    }
}
