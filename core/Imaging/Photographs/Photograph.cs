namespace CloudRestore.Imaging.Photographs;

/// <summary>A decoded photograph, upright, with what must survive restoration: alpha, greyscale, colour profile and metadata.</summary>
public sealed class Photograph
{
    /// <summary>Makes a photograph of its colours; everything else is set by the initializer.</summary>
    /// <param name="color">The pixels, upright.</param>
    public Photograph(RgbImage color)
    {
        ArgumentNullException.ThrowIfNull(color);
        Color = color;
    }

    /// <summary>The colours, 8 bits, upright. Greyscale is expanded, CMYK converted to sRGB, 16 bits reduced to 8.</summary>
    public RgbImage Color { get; }

    /// <summary>Opacity, one byte a pixel in the order of <see cref="Color"/>, 255 opaque; null when there is none.</summary>
    /// <exception cref="ArgumentException">The length is not width times height.</exception>
    public byte[]? Alpha
    {
        get;
        init
        {
            if (value is not null && value.LongLength != (long)Color.Width * Color.Height)
                throw new ArgumentException($"Alpha of a {Color.Width} x {Color.Height} photograph needs one byte a pixel, not {value.LongLength} bytes.");
            field = value;
        }
    }

    /// <summary>True when the file held one colour channel; it is then written with one.</summary>
    public bool IsGreyscale { get; init; }

    /// <summary>The ICC profile that <see cref="Color"/> is in; null means sRGB.</summary>
    public byte[]? IccProfile { get; init; }

    /// <summary>The EXIF block as the decoder gives it, its orientation reset to 1 (upright).</summary>
    public byte[]? Exif { get; init; }

    /// <summary>The XMP packet.</summary>
    public byte[]? Xmp { get; init; }

    /// <summary>The format it was read from.</summary>
    public PhotographFormat Format { get; init; } = PhotographFormat.Png;

    /// <summary>Bits of one sample as decoded from the file: 8, 16, or 32 for colours held as floating point.</summary>
    public int BitsPerSample { get; init; } = 8;

    /// <summary>Print resolution in pixels per millimetre across and down; (0, 0) when the file does not say.</summary>
    public (double X, double Y) PixelsPerMillimetre { get; init; }

    /// <summary>The same photograph with other pixels: profile, metadata and format stay.</summary>
    /// <param name="color">The new colours, of any size.</param>
    /// <param name="alpha">Opacity for the new size. When null the present alpha is kept, which needs an unchanged size.</param>
    /// <exception cref="ArgumentException">The photograph has alpha, the size changes, and no alpha of the new size is given.</exception>
    public Photograph WithColor(RgbImage color, byte[]? alpha = null) => new(color)
    {
        Alpha = alpha ?? Alpha,
        IsGreyscale = IsGreyscale,
        IccProfile = IccProfile,
        Exif = Exif,
        Xmp = Xmp,
        Format = Format,
        BitsPerSample = BitsPerSample,
        PixelsPerMillimetre = PixelsPerMillimetre,
    };
}
