namespace CloudRestore.Imaging.Quality;

/// <summary>
/// The fine structure of a picture: its luma (ITU-R BT.601, 0 to 255) less the same blurred by a Gaussian of 11 pixels with sigma 1.5,
/// where the window fits entirely.
/// </summary>
internal static class HighPass
{
    private const int Half = GaussianWindow.Size / 2;

    /// <summary>The rows from top to bottom, each 10 pixels shorter than the picture's. One array is used for all.</summary>
    /// <param name="image">A picture whose sides have at least <see cref="GaussianWindow.Size"/> pixels.</param>
    public static IEnumerable<double[]> Rows(RgbImage image)
    {
        var blur = new GaussianWindow(image.Width);
        var luma = Enumerable.Range(0, GaussianWindow.Size).Select(_ => new double[image.Width]).ToArray();
        var detail = new double[image.Width - GaussianWindow.Size + 1];
        for (var y = 0; y < image.Height; y++)
        {
            var row = luma[y % GaussianWindow.Size];
            ReadLuma(image, y, row);
            blur.Push(row);
            if (y < GaussianWindow.Size - 1)
                continue;
            var centre = luma[(y - Half) % GaussianWindow.Size];
            var smooth = blur.Read();
            for (var x = 0; x < detail.Length; x++)
                detail[x] = centre[x + Half] - smooth[x];
            yield return detail;
        }
    }

    private static void ReadLuma(RgbImage image, int y, double[] row)
    {
        var samples = image.Pixels.AsSpan(y * image.Width * RgbImage.Channels);
        for (int x = 0, at = 0; x < row.Length; x++, at += RgbImage.Channels)
            row[x] = (0.299 * samples[at]) + (0.587 * samples[at + 1]) + (0.114 * samples[at + 2]);
    }
}
