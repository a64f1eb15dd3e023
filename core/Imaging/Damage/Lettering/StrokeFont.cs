using System.Globalization;
using CloudRestore.Imaging.Damage.Drawing;

namespace CloudRestore.Imaging.Damage.Lettering;

/// <summary>
/// Letters, digits and punctuation as the strokes of a pen, drawn for this project, so that text looks the same on systems with and without
/// fonts. A glyph is a list of strokes: <c>/</c> runs straight from point to point, <c>~</c> is the smooth curve of its control points. A
/// point is a column 0 to 8 and a row 0 to 13 in hexadecimal: row 0 is the descender, 3 the baseline, 9 the height of small letters and 12
/// (c) that of capitals.
/// </summary>
internal static class StrokeFont
{
    /// <summary>Rows from the baseline to the top of capitals: the unit that sizes are given in.</summary>
    public const int CapHeight = 9;

    /// <summary>Columns between two glyphs.</summary>
    public const double Gap = 2.2;

    /// <summary>Columns of a space, and of every glyph when all are equally wide.</summary>
    public const double SpaceWidth = 3, EqualWidth = 6;

    private const int Baseline = 3;

    private static readonly Dictionary<char, Glyph> Glyphs = new()
    {
        ['A'] = "/03 3c 63;/16 56", ['B'] = "/03 0c;~0c 3c 5c 58 38 08;~08 38 68 63 33 03", ['C'] = "~6a 6c 3c 0c 03 33 63 65",
        ['D'] = "/03 0c;~0c 3c 6c 63 33 03", ['E'] = "/5c 0c 03 53;/08 48", ['F'] = "/5c 0c 03;/08 48", ['G'] = "~6a 6c 3c 0c 03 33 63 65;/37 67 63",
        ['H'] = "/03 0c;/63 6c;/08 68", ['I'] = "/03 0c", ['J'] = "~4c 46 43 03 06", ['K'] = "/03 0c;/6c 07;/28 63", ['L'] = "/0c 03 53",
        ['M'] = "/03 0c 45 8c 83", ['N'] = "/03 0c 63 6c", ['O'] = "~0c 3c 6c 63 33 03 0c", ['P'] = "/03 0c;~0c 3c 6c 67 37 07",
        ['Q'] = "~0c 3c 6c 63 33 03 0c;/46 62", ['R'] = "/03 0c;~0c 3c 6c 67 37 07;/37 63", ['S'] = "~6a 6c 0c 08 67 63 03 05",
        ['T'] = "/0c 6c;/3c 33", ['U'] = "~0c 07 03 63 67 6c", ['V'] = "/0c 33 6c", ['W'] = "/0c 23 4b 63 8c", ['X'] = "/03 6c;/0c 63",
        ['Y'] = "/0c 38 6c;/38 33", ['Z'] = "/0c 6c 03 63",
        ['a'] = "~09 59 53 03 09;/59 53", ['b'] = "/0c 03;~09 59 53 03 09", ['c'] = "~58 59 09 03 53 54", ['d'] = "/5c 53;~09 59 53 03 09",
        ['e'] = "/06 56;~56 59 09 03 53 54", ['f'] = "~4b 4c 1c 19 13;/09 39", ['g'] = "~09 59 53 03 09;~59 53 50 00 01", ['h'] = "/0c 03;~06 09 59 56 53",
        ['i'] = "/03 09;/0c 0c", ['j'] = "~29 23 20 00;/2c 2c", ['k'] = "/0c 03;/59 05;/27 53", ['l'] = "~0c 05 03 23", ['m'] = "/09 03;~06 09 49 46 43;~46 49 89 86 83",
        ['n'] = "/09 03;~06 09 59 56 53", ['o'] = "~09 59 53 03 09", ['p'] = "/09 00;~09 59 53 03 09", ['q'] = "/59 50;~09 59 53 03 09", ['r'] = "/09 03;~05 09 49",
        ['s'] = "~58 59 09 06 56 53 03 04", ['t'] = "~1c 15 13 43;/09 39", ['u'] = "~09 06 03 53 56;/59 53", ['v'] = "/09 23 49", ['w'] = "/09 23 48 63 89",
        ['x'] = "/03 49;/09 43", ['y'] = "/09 23;/49 10", ['z'] = "/09 49 03 43",
        ['0'] = "~0c 5c 53 03 0c", ['1'] = "/0a 2c 23", ['2'] = "~0a 0c 5c 58 03;/03 53", ['3'] = "~0b 0c 5c 58 28;~28 58 53 03 04", ['4'] = "/43 4c 05 55",
        ['5'] = "/5c 0c 08;~08 59 53 03 04", ['6'] = "~4c 0c 03 53 58 08 06", ['7'] = "/0c 5c 23", ['8'] = "~0c 5c 58 08 0c;~08 58 53 03 08", ['9'] = "~13 53 5c 0c 07 57 59",
        ['.'] = "/03 03", [','] = "/13 01", [':'] = "/04 04;/08 08", [';'] = "/18 18;/14 02", ['!'] = "/06 0c;/03 03", ['?'] = "~0a 0c 4c 49 28 25;/23 23",
        ['-'] = "/07 37", ['_'] = "/02 62", ['+'] = "/07 47;/25 29", ['='] = "/06 46;/08 48", ['*'] = "/2a 26;/09 47;/07 49", ['/'] = "/03 4c",
        ['('] = "~2d 0b 04 22", [')'] = "~0d 2b 24 02", ['#'] = "/13 2c;/33 4c;/06 56;/09 59", ['&'] = "~63 29 1a 1c 4c 4a 07 05 03 43 57",
        ['\''] = "/0a 0c", ['"'] = "/0a 0c;/2a 2c", ['%'] = "/03 6c;~0c 2c 29 09 0c;~46 66 63 43 46", ['@'] = "~58 28 25 55;/59 55;~55 75 7c 0c 03 63",
        ['\u00A9'] = "~0c 8c 83 03 0c;~59 29 26 56",
    };

    /// <summary>Whether there is a glyph for every character; a space needs none.</summary>
    public static bool CanWrite(string text) => text.All(character => character == ' ' || Glyphs.ContainsKey(character));

    /// <summary>The strokes of a line of text, in columns and rows from the left end of its baseline, rows growing downwards.</summary>
    /// <param name="text">What <see cref="CanWrite"/> accepts.</param>
    /// <param name="equalWidths">Whether all characters are equally wide, as a typewriter's.</param>
    /// <param name="slant">Columns to the right for each row upwards; 0 is upright.</param>
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

        return (strokes, Math.Max(0, left - Gap));
    }

    private sealed record Glyph(IReadOnlyList<IReadOnlyList<Point>> Strokes, double Width)
    {
        public static implicit operator Glyph(string drawing)
        {
            IReadOnlyList<Point>[] strokes = [.. drawing.Split(';').Select(Stroke)];
            return new Glyph(strokes, strokes.Max(stroke => stroke.Max(point => point.X)));
        }

        private static IReadOnlyList<Point> Stroke(string drawing)
        {
            Point[] points = [.. drawing[1..].Split(' ').Select(point => new Point(Digit(point[0]), Baseline - Digit(point[1])))];
            return drawing[0] == '~' ? Curve.Smooth(points) : points;
        }

        private static int Digit(char digit) => int.Parse([digit], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
