namespace CloudRestore.Imaging.Quality;

/// <summary>Peak signal-to-noise ratio.</summary>
public static class Psnr
{
    private const double Peak = 255;

    /// <summary>PSNR in decibels over all samples of red, green and blue together, with a peak of 255.</summary>
    /// <returns>0 or more; positive infinity for identical pictures.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static double Of(RgbImage a, RgbImage b)
    {
        SameSize.Check(a, b);
        long squares = 0;
        for (var i = 0; i < a.Pixels.Length; i++)
        {
            var difference = a.Pixels[i] - b.Pixels[i];
            squares += difference * difference;
        }

        return squares == 0 ? double.PositiveInfinity : 10 * Math.Log10(Peak * Peak * a.Pixels.Length / squares);
    }
}
