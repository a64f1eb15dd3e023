using System.Numerics;
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

    /// <summary>A part of what <see cref="Bilinear(RgbImage, int, int)"/> gives, without computing the rest.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">New width of the whole, at least 1.</param>
    /// <param name="height">New height of the whole, at least 1.</param>
    /// <param name="window">The part of the whole.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window does not lie within the whole.</exception>
    public static RgbImage Bilinear(RgbImage image, int width, int height, PixelWindow window)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (window.X < 0 || window.Y < 0 || window.Width < 1 || window.Height < 1 || window.X > width - window.Width || window.Y > height - window.Height)
            throw new ArgumentOutOfRangeException(nameof(window), window, $"The window does not lie within {width} x {height} pixels.");
        var resampler = new SeparableResampler((image.Width, image.Height), (width, height), window, RgbImage.Channels, ResamplingFilter.Triangle);
        return new RgbImage(window.Width, window.Height, resampler.Run(image.Pixels));
    }

    /// <summary>Cubic filter of Catmull and Rom (a = -0.5).</summary>
    /// <inheritdoc cref="Bilinear(RgbImage, int, int)"/>
    public static RgbImage Bicubic(RgbImage image, int width, int height) => Colors(image, width, height, ResamplingFilter.Cubic);

    /// <summary>Box filter: the mean of the area that a pixel covers when shrinking, the nearest pixel when growing.</summary>
    /// <inheritdoc cref="Bilinear(RgbImage, int, int)"/>
    public static RgbImage Area(RgbImage image, int width, int height) => Colors(image, width, height, ResamplingFilter.Box);

    /// <summary>Triangle filter on the colours, with the bits they have; alpha by itself, with the cubic filter.</summary>
    /// <param name="photograph">The photograph; what is not pixels is kept.</param>
    /// <param name="width">New width, at least 1.</param>
    /// <param name="height">New height, at least 1.</param>
    public static Photograph Bilinear(Photograph photograph, int width, int height) => Whole(photograph, width, height, ResamplingFilter.Triangle);

    /// <summary>Cubic filter on colours, with the bits they have, and on alpha by itself.</summary>
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

    // Colours meet the network after this; nothing sharpens alpha, so it is always cubic.
    private static Photograph Whole(Photograph photograph, int width, int height, ResamplingFilter filter)
    {
        ArgumentNullException.ThrowIfNull(photograph);
        var size = (photograph.Width, photograph.Height);
        return photograph.DeepColor is { } deep
            ? photograph.WithColor(
                new DeepRgbImage(width, height, Run(deep.Pixels, size, RgbImage.Channels, (width, height), filter)),
                photograph.DeepAlpha is { } deepAlpha ? Run(deepAlpha, size, 1, (width, height), ResamplingFilter.Cubic) : null)
            : photograph.WithColor(
                Colors(photograph.Color, width, height, filter),
                photograph.Alpha is { } alpha ? Run(alpha, size, 1, (width, height), ResamplingFilter.Cubic) : null);
    }

    private static RgbImage Colors(RgbImage image, int width, int height, ResamplingFilter filter)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new RgbImage(width, height, Run(image.Pixels, (image.Width, image.Height), RgbImage.Channels, (width, height), filter));
    }

    private static T[] Run<T>(T[] samples, (int Width, int Height) from, int bands, (int Width, int Height) to, ResamplingFilter filter)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to.Width, 1, "width");
        ArgumentOutOfRangeException.ThrowIfLessThan(to.Height, 1, "height");
        return to == from ? (T[])samples.Clone() : new SeparableResampler(from, to, new PixelWindow(0, 0, to.Width, to.Height), bands, filter).Run(samples);
    }
}
