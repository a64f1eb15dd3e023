namespace CloudRestore.Imaging.Photographs;

/// <summary>
/// A decoded photograph, upright, with what must survive restoration: alpha, greyscale, 16 bits, colour profile and metadata. Its samples
/// have either 8 bits or 16, colours and alpha alike.
/// </summary>
public sealed class Photograph
{
    private RgbImage? _color;

    /// <summary>Makes a photograph of 8 bits a channel; everything else is set by the initializer.</summary>
    /// <param name="color">The pixels, upright.</param>
    public Photograph(RgbImage color)
    {
        ArgumentNullException.ThrowIfNull(color);
        _color = color;
    }

    /// <summary>Makes a photograph of 16 bits a channel; everything else is set by the initializer.</summary>
    /// <param name="color">The pixels, upright.</param>
    public Photograph(DeepRgbImage color)
    {
        ArgumentNullException.ThrowIfNull(color);
        DeepColor = color;
    }

    /// <summary>The same photograph, for an initializer to change.</summary>
    internal Photograph(Photograph other)
        : this(other, other._color, other.DeepColor)
    {
        if (other.DeepAlpha is not null)
            DeepAlpha = other.DeepAlpha;
        else
            Alpha = other.Alpha;
    }

    private Photograph(Photograph other, RgbImage? color, DeepRgbImage? deepColor)
    {
        (_color, DeepColor) = (color, deepColor);
        IsGreyscale = other.IsGreyscale;
        WasCmyk = other.WasCmyk;
        IccProfile = other.IccProfile;
        Exif = other.Exif;
        Xmp = other.Xmp;
        Iptc = other.Iptc;
        Format = other.Format;
        BitsPerSample = other.BitsPerSample;
        PixelsPerMillimetre = other.PixelsPerMillimetre;
    }

    /// <summary>Width in pixels.</summary>
    public int Width => DeepColor?.Width ?? _color!.Width;

    /// <summary>Height in pixels.</summary>
    public int Height => DeepColor?.Height ?? _color!.Height;

    /// <summary>The colours, upright, with 8 bits: of a photograph of 16 bits their upper 8. Greyscale is expanded, CMYK converted to sRGB.</summary>
    public RgbImage Color => _color ??= DeepColor!.ToEightBits();

    /// <summary>The colours of a photograph of 16 bits; null when it has 8.</summary>
    public DeepRgbImage? DeepColor { get; }

    /// <summary>Opacity, one byte a pixel in the order of <see cref="Color"/>, 255 opaque; null when there is none.</summary>
    /// <exception cref="ArgumentException">The length is not width times height, or the photograph has 16 bits.</exception>
    public byte[]? Alpha
    {
        get => field ??= DeepAlpha is { } deep ? Samples.UpperBytes(deep) : null;
        init
        {
            if (value is not null && DeepColor is not null)
                throw new ArgumentException("Alpha of a photograph of 16 bits has 16 bits.");
            field = Checked(value);
        }
    }

    /// <summary>Opacity of a photograph of 16 bits, 65,535 opaque; null when there is none, or it has 8 bits.</summary>
    /// <exception cref="ArgumentException">The length is not width times height, or the photograph has 8 bits.</exception>
    public ushort[]? DeepAlpha
    {
        get;
        init
        {
            if (value is not null && DeepColor is null)
                throw new ArgumentException("Alpha of a photograph of 8 bits has 8 bits.");
            field = Checked(value);
        }
    }

    /// <summary>True when the file held one colour channel; it is then written with one.</summary>
    public bool IsGreyscale { get; init; }

    /// <summary>True when the file held CMYK, which was converted to sRGB with 8 bits.</summary>
    public bool WasCmyk { get; init; }

    /// <summary>The ICC profile that the colours are in; null means sRGB.</summary>
    public byte[]? IccProfile { get; init; }

    /// <summary>The EXIF block as the decoder gives it, its orientation reset to 1 (upright), without thumbnail.</summary>
    public byte[]? Exif { get; init; }

    /// <summary>The XMP packet.</summary>
    public byte[]? Xmp { get; init; }

    /// <summary>The IPTC block (captions and keywords of agencies) of a JPEG, with the "Photoshop 3.0" around it.</summary>
    public byte[]? Iptc { get; init; }

    /// <summary>The format it was read from.</summary>
    public PhotographFormat Format { get; init; } = PhotographFormat.Png;

    /// <summary>Bits of one sample as decoded from the file: 8, 16, or 32 for colours held as floating point.</summary>
    public int BitsPerSample { get; init; } = 8;

    /// <summary>Print resolution in pixels per millimetre across and down; (0, 0) when the file does not say.</summary>
    public (double X, double Y) PixelsPerMillimetre { get; init; }

    /// <summary>The same photograph with other pixels of 8 bits: profile, metadata and format stay.</summary>
    /// <param name="color">The new colours, of any size.</param>
    /// <param name="alpha">Opacity for the new size. When null the present alpha is kept, which needs an unchanged size.</param>
    /// <exception cref="ArgumentException">The photograph has alpha, the size changes, and no alpha of the new size is given.</exception>
    public Photograph WithColor(RgbImage color, byte[]? alpha = null)
    {
        ArgumentNullException.ThrowIfNull(color);
        return new Photograph(this, color, null) { Alpha = alpha ?? Alpha };
    }

    /// <summary>The same photograph with other pixels of 16 bits: profile, metadata and format stay.</summary>
    /// <param name="color">The new colours, of any size.</param>
    /// <param name="alpha">Opacity for the new size. When null the present alpha is kept, which needs an unchanged size and 16 bits.</param>
    /// <exception cref="ArgumentException">The photograph has alpha which does not fit, and no other is given.</exception>
    public Photograph WithColor(DeepRgbImage color, ushort[]? alpha = null)
    {
        ArgumentNullException.ThrowIfNull(color);
        if (alpha is null && DeepAlpha is null && Alpha is not null)
            throw new ArgumentException("The photograph has alpha of 8 bits: give alpha of 16.", nameof(alpha));
        return new Photograph(this, null, color) { DeepAlpha = alpha ?? DeepAlpha };
    }

    /// <summary>The same photograph that does not say where it was taken: without the GPS tags of EXIF and XMP. Nothing else is removed.</summary>
    public Photograph WithoutLocation() => new(this)
    {
        Exif = Exif is { } exif ? ExifBlock.WithoutLocation(exif) : null,
        Xmp = Xmp is { } xmp ? XmpPacket.WithoutLocation(xmp) : null,
    };

    private T[]? Checked<T>(T[]? alpha) => alpha is null || alpha.LongLength == (long)Width * Height
        ? alpha
        : throw new ArgumentException($"Alpha of a {Width} x {Height} photograph needs one sample a pixel, not {alpha.LongLength} samples.");
}
