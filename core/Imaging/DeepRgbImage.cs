namespace CloudRestore.Imaging;

/// <summary>A picture in memory with 16 bits a channel: red, green and blue, interleaved, rows from top to bottom, no padding.</summary>
public sealed class DeepRgbImage
{
    /// <summary>Wraps <paramref name="pixels"/> without copying them.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="pixels">Exactly <c>width * height * 3</c> samples, 0 to 65,535.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1.</exception>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> has another length.</exception>
    public DeepRgbImage(int width, int height, ushort[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        var expected = (long)width * height * RgbImage.Channels;
        if (pixels.LongLength != expected)
            throw new ArgumentException($"A {width} x {height} picture needs {expected} samples, not {pixels.LongLength}.", nameof(pixels));
        Width = width;
        Height = height;
        Pixels = pixels;
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>The samples: the red of pixel (x, y) is at <c>(y * Width + x) * 3</c>, green and blue follow.</summary>
    public ushort[] Pixels { get; }

    /// <summary>The picture with the upper 8 bits of every sample.</summary>
    public RgbImage ToEightBits() => new(Width, Height, Samples.UpperBytes(Pixels));
}
