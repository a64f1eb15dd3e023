namespace CloudRestore.Imaging.Damage.Drawing;

/// <summary>How much of each pixel is covered by what is drawn, 0 to 255: lines with round ends, antialiased, and paint through it.</summary>
internal sealed class CoverageMask(int width, int height)
{
    private readonly byte[] _coverage = new byte[width * height];

    /// <summary>Whether any pixel is covered, and how much.</summary>
    public ReadOnlySpan<byte> Coverage => _coverage;

    /// <summary>Draws a line. Where it meets what is drawn already, the greater coverage holds.</summary>
    /// <param name="points">Its corners; a single one makes a dot.</param>
    /// <param name="thickness">Pixels from side to side; below 1 it grows fainter and not thinner.</param>
    /// <param name="strength">The coverage inside it, 0 to 1.</param>
    public void Stroke(IReadOnlyList<Point> points, double thickness, double strength = 1)
    {
        var radius = Math.Max(thickness, 1) / 2;
        var full = 255 * Math.Min(thickness, 1) * strength;
        if (points.Count == 1)
            Piece(points[0], points[0], radius, full);
        for (var i = 0; i < points.Count - 1; i++)
            Piece(points[i], points[i + 1], radius, full);
    }

    /// <summary>Paints a colour onto a picture of the same size, as far as each pixel is covered.</summary>
    /// <param name="image">The picture; it is changed.</param>
    /// <param name="colour">Red, green and blue.</param>
    /// <param name="opacity">0 to 1.</param>
    public void Paint(RgbImage image, (byte Red, byte Green, byte Blue) colour, double opacity)
    {
        ReadOnlySpan<int> paint = [colour.Red, colour.Green, colour.Blue];
        const int One = 255 * 256;
        var strength = (int)((opacity * 256) + 0.5);
        for (var i = 0; i < _coverage.Length; i++)
        {
            var share = _coverage[i] * strength;
            if (share == 0)
                continue;
            var pixel = image.Pixels.AsSpan(i * RgbImage.Channels, RgbImage.Channels);
            for (var channel = 0; channel < RgbImage.Channels; channel++)
                pixel[channel] = (byte)(((pixel[channel] * (One - share)) + (paint[channel] * share) + (One / 2)) / One);
        }
    }

    private void Piece(Point from, Point to, double radius, double full)
    {
        var reach = radius + 0.5;
        var (left, right) = Columns(Math.Min(from.X, to.X) - reach, Math.Max(from.X, to.X) + reach, width);
        var (top, bottom) = Columns(Math.Min(from.Y, to.Y) - reach, Math.Max(from.Y, to.Y) + reach, height);
        var along = to - from;
        var square = (along.X * along.X) + (along.Y * along.Y);
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var away = new Point(x + 0.5, y + 0.5) - from;
                var share = square == 0 ? 0 : Math.Clamp(((away.X * along.X) + (away.Y * along.Y)) / square, 0, 1);
                away -= along * share;
                var distance = Math.Sqrt((away.X * away.X) + (away.Y * away.Y));
                var covered = (byte)((full * Math.Clamp(reach - distance, 0, 1)) + 0.5);
                ref var pixel = ref _coverage[(y * width) + x];
                pixel = Math.Max(pixel, covered);
            }
        }
    }

    private static (int First, int Last) Columns(double from, double to, int count) =>
        ((int)Math.Clamp(Math.Floor(from), 0, count), (int)Math.Clamp(Math.Floor(to), -1, count - 1));
}
