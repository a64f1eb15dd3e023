namespace CloudRestore.Imaging.Quality;

/// <summary>What every comparison of two pictures asks first.</summary>
internal static class SameSize
{
    public static void Check(RgbImage a, RgbImage b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Width != b.Width || a.Height != b.Height)
            throw new ArgumentException(
                $"Pictures of different sizes cannot be compared: {a.Width} x {a.Height} and {b.Width} x {b.Height}; resample one first.", nameof(b));
    }
}
