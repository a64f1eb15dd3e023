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
        IEnumerable<Point> middles = Place == StampPlace.Tiled
            ? Tiles(image, height).Select(tile => Turned(tile) + Centre(image))
            : [Middle(image, height, Math.Abs(sine), Math.Abs(cosine))];
        foreach (var middle in middles)
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

    // Half of the box that the text fills, with room for descenders, the pen and an outline.
    private Point HalfBox(double height) => new(((Width / 2) + 0.2) * height, 0.95 * height);

    private Point Middle(RgbImage image, double height, double sine, double cosine)
    {
        var half = HalfBox(height);
        var x = Math.Min((half.X * cosine) + (half.Y * sine), image.Width / 2.0);
        var y = Math.Min((half.X * sine) + (half.Y * cosine), image.Height / 2.0);
        return Place switch
        {
            StampPlace.Corner => new Point(Where.X < 0.3 ? x : image.Width - x, Where.Y < 0.3 ? y : image.Height - y),
            StampPlace.Centre => Centre(image),
            _ => new Point(x + (Where.X * (image.Width - (2 * x))), y + (Where.Y * (image.Height - (2 * y)))),
        };
    }

    // Rows of texts, every other one moved by half, around the centre and as far as its farthest corner.
    private IEnumerable<Point> Tiles(RgbImage image, double height)
    {
        var (across, down) = ((2 * HalfBox(height).X) + height, 4 * height);
        var reach = (image.Width + image.Height) / 2.0;
        var (columns, rows) = ((int)(reach / across) + 1, (int)(reach / down) + 1);
        return from row in Enumerable.Range(-rows, (2 * rows) + 1)
               from column in Enumerable.Range(-columns, (2 * columns) + 1)
               select new Point((column + Where.X + (row % 2 == 0 ? -0.5 : 0)) * across, (row + Where.Y - 0.5) * down);
    }

    private static Point Centre(RgbImage image) => new(image.Width / 2.0, image.Height / 2.0);

    private static (byte Red, byte Green, byte Blue) DrawColour(TextStamp stamp, SeededRandom random)
    {
        var choice = random.NextDouble();
        var any = ((byte)random.NextInt(0, 255), (byte)random.NextInt(0, 255), (byte)random.NextInt(0, 255));
        return choice < stamp.WhiteShare ? White : choice < stamp.WhiteShare + stamp.BlackShare ? Black : any;
    }
}
