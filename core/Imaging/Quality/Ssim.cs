namespace CloudRestore.Imaging.Quality;

/// <summary>
/// Structural similarity of Wang, Bovik, Sheikh and Simoncelli (2004): Gaussian window of 11 pixels with sigma 1.5, K1 = 0.01, K2 = 0.03,
/// L = 255, where the window fits entirely ("valid"), without downsampling first; each channel by itself, then the mean of the three.
/// </summary>
public static class Ssim
{
    /// <summary>Fewest pixels of the shorter side.</summary>
    public const int SmallestSide = GaussianWindow.Size;

    /// <summary>The weights of the window's rows and columns; they sum to 1.</summary>
    public static IReadOnlyList<double> Window => GaussianWindow.Weights;

    private const double C1 = 0.01 * 255 * (0.01 * 255);
    private const double C2 = 0.03 * 255 * (0.03 * 255);

    /// <summary>Mean SSIM of two pictures.</summary>
    /// <returns>At most 1, which identical pictures have; may be negative.</returns>
    /// <exception cref="ArgumentException">The sizes differ, or a side is shorter than the window.</exception>
    public static double Of(RgbImage a, RgbImage b)
    {
        SameSize.Check(a, b);
        if (Math.Min(a.Width, a.Height) < GaussianWindow.Size)
            throw new ArgumentException(
                $"SSIM needs sides of at least {GaussianWindow.Size} pixels, not {a.Width} x {a.Height}.", nameof(a));
        return Enumerable.Range(0, RgbImage.Channels).Average(channel => OfChannel(a, b, channel));
    }

    private static double OfChannel(RgbImage a, RgbImage b, int channel)
    {
        var (width, height) = (a.Width, a.Height);
        double[] x = new double[width], y = new double[width], product = new double[width];
        GaussianWindow meanX = new(width), meanY = new(width), squareX = new(width), squareY = new(width), cross = new(width);
        double sum = 0;
        for (var row = 0; row < height; row++)
        {
            ReadRow(a, row, channel, x);
            ReadRow(b, row, channel, y);
            meanX.Push(x);
            meanY.Push(y);
            squareX.Push(Multiply(x, x, product));
            squareY.Push(Multiply(y, y, product));
            cross.Push(Multiply(x, y, product));
            if (row >= GaussianWindow.Size - 1)
                sum += RowSum(meanX.Read(), meanY.Read(), squareX.Read(), squareY.Read(), cross.Read());
        }

        return sum / ((double)(width - GaussianWindow.Size + 1) * (height - GaussianWindow.Size + 1));
    }

    private static double RowSum(double[] meanX, double[] meanY, double[] squareX, double[] squareY, double[] cross)
    {
        double sum = 0;
        for (var i = 0; i < meanX.Length; i++)
        {
            double mx = meanX[i], my = meanY[i];
            var covariance = cross[i] - (mx * my);
            var variances = squareX[i] - (mx * mx) + squareY[i] - (my * my);
            sum += ((2 * mx * my) + C1) * ((2 * covariance) + C2) / (((mx * mx) + (my * my) + C1) * (variances + C2));
        }

        return sum;
    }

    private static void ReadRow(RgbImage image, int row, int channel, double[] values)
    {
        var samples = image.Pixels.AsSpan(row * image.Width * RgbImage.Channels);
        for (var i = 0; i < values.Length; i++)
            values[i] = samples[(i * RgbImage.Channels) + channel];
    }

    private static double[] Multiply(double[] x, double[] y, double[] product)
    {
        for (var i = 0; i < product.Length; i++)
            product[i] = x[i] * y[i];
        return product;
    }
}
