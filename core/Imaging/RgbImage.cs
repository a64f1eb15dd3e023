namespace CloudRestore.Imaging;

/// <summary>A picture in memory: 8-bit red, green and blue, interleaved, rows from top to bottom, no padding.</summary>
public sealed class RgbImage
{
    /// <summary>Samples of one pixel: red, green, blue.</summary>
    public const int Channels = 3;

    /// <summary>Wraps <paramref name="pixels"/> without copying them.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="pixels">Exactly <c>width * height * 3</c> bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1.</exception>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> has another length.</exception>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        var expected = (long)width * height * Channels;
        if (pixels.LongLength != expected)
            throw new ArgumentException($"A {width} x {height} picture needs {expected} bytes, not {pixels.LongLength}.", nameof(pixels));
        Width = width;
        Height = height;
        Pixels = pixels;
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>The samples: the red of pixel (x, y) is at <c>(y * Width + x) * 3</c>, green and blue follow.</summary>
    public byte[] Pixels { get; }

    /// <summary>A picture of the same size with its own copy of the samples.</summary>
    public RgbImage Clone() => new(Width, Height, (byte[])Pixels.Clone());
}
