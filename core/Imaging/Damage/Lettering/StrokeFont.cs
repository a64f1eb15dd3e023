using System.Globalization;
using CloudRestore.Imaging.Damage.Drawing;

namespace CloudRestore.Imaging.Damage.Lettering;

/// <summary>Sets text in the glyphs of <see cref="GlyphDrawings"/>, so that it looks the same on systems with and without fonts.</summary>
internal static class StrokeFont
{
    /// <summary>Rows from the baseline to the top of capitals: the unit that sizes are given in.</summary>
    public const int CapHeight = 9;

    /// <summary>Columns between two glyphs.</summary>
    public const double Gap = 2.2;

    /// <summary>Columns of a space, and of every glyph when all are equally wide.</summary>
    public const double SpaceWidth = 3, EqualWidth = 6;

    private static readonly Dictionary<char, Glyph> Glyphs = GlyphDrawings.All.ToDictionary(drawing => drawing.Key, drawing => Glyph.Parse(drawing.Value));

    /// <summary>Whether there is a glyph for every character; a space needs none.</summary>
    public static bool CanWrite(string text) => text.All(character => character == ' ' || Glyphs.ContainsKey(character));

    /// <summary>The strokes of a line of text, in columns and rows from the left end of its baseline, rows growing downwards.</summary>
    /// <param name="text">What <see cref="CanWrite"/> accepts.</param>
    /// <param name="equalWidths">Whether all characters are equally wide, as a typewriter's.</param>
    /// <param name="slant">Columns to the right for each row upwards; 0 is upright.</param>
    /// <returns>The strokes, and the columns that they take, the lean of capitals included.</returns>
    public static (IReadOnlyList<IReadOnlyList<Point>> Strokes, double Width) Write(string text, bool equalWidths, double slant)
    {
        var strokes = new List<IReadOnlyList<Point>>();
        var left = 0.0;
        foreach (var character in text)
        {
            Glyph? glyph = character == ' ' ? null : Glyphs[character];
            var width = equalWidths ? EqualWidth : glyph?.Width ?? SpaceWidth;
            var scale = glyph?.Width > width ? width / glyph.Width : 1;
            var margin = left + ((width - (scale * glyph?.Width ?? 0)) / 2);
            foreach (var stroke in glyph?.Strokes ?? [])
                strokes.Add([.. stroke.Select(point => new Point(margin + (scale * point.X) - (slant * point.Y), point.Y))]);
            left += width + Gap;
        }

        return (strokes, Math.Max(0, left - Gap) + (slant * CapHeight));
    }

    private sealed record Glyph(IReadOnlyList<IReadOnlyList<Point>> Strokes, double Width)
    {
        public static Glyph Parse(string drawing)
        {
            IReadOnlyList<Point>[] strokes = [.. drawing.Split(';').Select(Stroke)];
            return new Glyph(strokes, strokes.Max(stroke => stroke.Max(point => point.X)));
        }

        private static IReadOnlyList<Point> Stroke(string drawing)
        {
            Point[] points = [.. drawing[1..].Split(' ').Select(point => new Point(Digit(point[0]), GlyphDrawings.Baseline - Digit(point[1])))];
            return drawing[0] == '~' ? Curve.Smooth(points) : points;
        }

        private static int Digit(char digit) => int.Parse([digit], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
