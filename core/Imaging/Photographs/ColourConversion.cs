using NetVips;

namespace CloudRestore.Imaging.Photographs;

/// <summary>Brings every colour space that the decoders give to 8-bit RGB and an alpha channel apart.</summary>
internal static class ColourConversion
{
    /// <summary>What a person should know of a picture that cannot be converted, or null when it can.</summary>
    public static string? WhyUnsupported(Image image)
    {
        var colours = Colours(image.Interpretation);
        var isLab = image.Interpretation is Enums.Interpretation.Lab or Enums.Interpretation.Labs;
        var samplesFit = isLab || image.Format is Enums.BandFormat.Uchar or Enums.BandFormat.Ushort;
        var channelsFit = colours > 0 && (image.Bands == colours || image.Bands == colours + 1);
        if (samplesFit && channelsFit)
            return null;
        var (samples, space) = (image.Format.ToString().ToLowerInvariant(), image.Interpretation.ToString().ToLowerInvariant());
        return $"a picture of {image.Bands} channels with {samples} samples in the {space} colour space";
    }

    /// <summary>True when there is one colour channel.</summary>
    public static bool IsGreyscale(Image image) => Colours(image.Interpretation) == 1;

    /// <summary>Bits of one sample as decoded.</summary>
    public static int BitsPerSample(Image image) => image.Format switch
    {
        Enums.BandFormat.Uchar or Enums.BandFormat.Char => 8,
        Enums.BandFormat.Ushort or Enums.BandFormat.Short => 16,
        _ => 32,
    };

    /// <summary>The embedded ICC profile when it describes the colours that <see cref="ToRgb"/> returns; null otherwise.</summary>
    public static byte[]? Profile(Image image, bool greyscale)
    {
        var profile = Metadata.Blob(image, Metadata.IccField);
        // ICC.1, 7.2: bytes 16 to 19 of the header name the colour space of the data.
        return profile is { Length: > 128 } && profile.AsSpan(16, 4).SequenceEqual(greyscale ? "GRAY"u8 : "RGB "u8) ? profile : null;
    }

    /// <summary>Runs the decoder and converts what it gives.</summary>
    public static (RgbImage Color, byte[]? Alpha) ToRgb(Image image, PhotographHeader header)
    {
        using var converted = Convert(image);
        var samples = converted.WriteToMemory<byte>();
        return Split(samples, converted.Width, converted.Height, header.IsGreyscale ? 1 : RgbImage.Channels, header.HasAlpha);
    }

    private static int Colours(Enums.Interpretation space) => space switch
    {
        Enums.Interpretation.Bw or Enums.Interpretation.Grey16 => 1,
        Enums.Interpretation.Srgb or Enums.Interpretation.Rgb or Enums.Interpretation.Rgb16 => 3,
        Enums.Interpretation.Lab or Enums.Interpretation.Labs => 3,
        Enums.Interpretation.Cmyk => 4,
        _ => 0,
    };

    private static Image Convert(Image image)
    {
        using var narrow = image.Format == Enums.BandFormat.Ushort ? image.Msb() : image.Copy();
        if (image.Interpretation == Enums.Interpretation.Cmyk)
        {
            using var cmyk = narrow.Copy(interpretation: Enums.Interpretation.Cmyk);
            return cmyk.IccTransform("srgb", intent: Enums.Intent.Relative, embedded: true, inputProfile: "cmyk", depth: 8);
        }

        if (image.Format is Enums.BandFormat.Uchar or Enums.BandFormat.Ushort)
            return narrow.Copy();
        using var converted = image.Colourspace(Enums.Interpretation.Srgb);
        return converted.Cast(Enums.BandFormat.Uchar);
    }

    private static (RgbImage Color, byte[]? Alpha) Split(byte[] samples, int width, int height, int colours, bool hasAlpha)
    {
        var bands = colours + (hasAlpha ? 1 : 0);
        if (bands == RgbImage.Channels)
            return (new RgbImage(width, height, samples), null);
        var count = width * height;
        var pixels = new byte[count * RgbImage.Channels];
        var alpha = hasAlpha ? new byte[count] : null;
        for (int i = 0, from = 0, to = 0; i < count; i++, from += bands, to += RgbImage.Channels)
        {
            pixels[to] = samples[from];
            pixels[to + 1] = samples[colours == 1 ? from : from + 1];
            pixels[to + 2] = samples[colours == 1 ? from : from + 2];
            if (alpha is not null)
                alpha[i] = samples[from + colours];
        }

        return (new RgbImage(width, height, pixels), alpha);
    }
}
