using CloudRestore.Imaging.Photographs;

namespace CloudRestore.Imaging.Resampling;

/// <summary>
/// Changes the size of pictures. Shrinking widens the filter with the scale, so that nothing aliases (as Pillow does); growing interpolates.
/// Pixel centres stay aligned.
/// </summary>
public static class Resample
{
    /// <summary>Triangle filter.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">New width, at least 1.</param>
    /// <param name="height">New height, at least 1.</param>
    public static RgbImage Bilinear(RgbImage image, int width, int height) => Colors(image, width, height, ResamplingFilter.Triangle);

    /// <summary>Cubic filter of Catmull and Rom (a = -0.5).</summary>
    /// <inheritdoc cref="Bilinear(RgbImage, int, int)"/>
    public static RgbImage Bicubic(RgbImage image, int width, int height) => Colors(image, width, height, ResamplingFilter.Cubic);

    /// <summary>Box filter: the mean of the area that a pixel covers when shrinking, the nearest pixel when growing.</summary>
    /// <inheritdoc cref="Bilinear(RgbImage, int, int)"/>
    public static RgbImage Area(RgbImage image, int width, int height) => Colors(image, width, height, ResamplingFilter.Box);

    /// <summary>Triangle filter on colours and alpha, each by itself.</summary>
    /// <param name="photograph">The photograph; what is not pixels is kept.</param>
    /// <param name="width">New width, at least 1.</param>
    /// <param name="height">New height, at least 1.</param>
    public static Photograph Bilinear(Photograph photograph, int width, int height) => Whole(photograph, width, height, ResamplingFilter.Triangle);

    /// <summary>Cubic filter on colours and alpha, each by itself.</summary>
    /// <inheritdoc cref="Bilinear(Photograph, int, int)"/>
    public static Photograph Bicubic(Photograph photograph, int width, int height) => Whole(photograph, width, height, ResamplingFilter.Cubic);

    /// <summary>The size with the given shorter side and the same aspect, the longer side rounded to the nearest pixel.</summary>
    /// <param name="width">Present width, at least 1.</param>
    /// <param name="height">Present height, at least 1.</param>
    /// <param name="side">Pixels of the new shorter side, at least 1.</param>
    public static (int Width, int Height) ShorterSide(int width, int height, int side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        long shorter = Math.Min(width, height), longer = Math.Max(width, height);
        var scaled = checked((int)(((longer * side * 2) + shorter) / (shorter * 2)));
        return width <= height ? (side, scaled) : (scaled, side);
    }

    private static Photograph Whole(Photograph photograph, int width, int height, ResamplingFilter filter)
    {
        ArgumentNullException.ThrowIfNull(photograph);
        var color = Colors(photograph.Color, width, height, filter);
        var alpha = photograph.Alpha is { } opacity
            ? Samples(opacity, photograph.Color.Width, photograph.Color.Height, 1, width, height, filter)
            : null;
        return photograph.WithColor(color, alpha);
    }

    private static RgbImage Colors(RgbImage image, int width, int height, ResamplingFilter filter)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new RgbImage(width, height, Samples(image.Pixels, image.Width, image.Height, RgbImage.Channels, width, height, filter));
    }

    private static byte[] Samples(byte[] samples, int fromWidth, int fromHeight, int bands, int width, int height, ResamplingFilter filter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        return width == fromWidth && height == fromHeight
            ? (byte[])samples.Clone()
            : new SeparableResampler((fromWidth, fromHeight), (width, height), bands, filter).Run(samples);
    }
}
