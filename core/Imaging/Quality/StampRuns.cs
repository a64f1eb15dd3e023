namespace CloudRestore.Imaging.Quality;

/// <summary>Which pixels of a picture are stamped, as lengths of runs.</summary>
/// <param name="Width">Width in pixels, 1 to 65,535.</param>
/// <param name="Height">Height in pixels, 1 to 65,535.</param>
/// <param name="Lengths">Pixels row by row: so many that are not stamped, so many that are, and so on; together all of them.</param>
public sealed record StampRuns(int Width, int Height, IReadOnlyList<int> Lengths)
{
    private const int MaxSide = 65_535;
    private const long MaxPixels = 100_000_000;

    /// <summary>The runs of a picture.</summary>
    internal static StampRuns Of(int width, int height, bool[] stamped)
    {
        var lengths = new List<int>();
        var (current, length) = (false, 0);
        foreach (var pixel in stamped)
        {
            if (pixel != current)
            {
                lengths.Add(length);
                (current, length) = (pixel, 0);
            }

            length++;
        }

        lengths.Add(length);
        return new StampRuns(width, height, lengths);
    }

    /// <summary>Whether each pixel is stamped, row by row.</summary>
    /// <exception cref="FormatException">The runs do not fill the picture.</exception>
    internal bool[] ToPixels()
    {
        if (Width is < 1 or > MaxSide || Height is < 1 or > MaxSide || (long)Width * Height > MaxPixels)
            throw new FormatException($"A stamp's picture cannot have {Width} x {Height} pixels.");
        if (Lengths.Any(length => length < 0) || Lengths.Sum(length => (long)length) != (long)Width * Height)
            throw new FormatException($"A stamp's runs do not fill its picture of {Width} x {Height} pixels.");
        var stamped = new bool[Width * Height];
        var at = 0;
        foreach (var (index, length) in Lengths.Index())
        {
            stamped.AsSpan(at, length).Fill(index % 2 == 1);
            at += length;
        }

        return stamped;
    }
}
