using CloudRestore.Imaging.Native;
using NetVips;

namespace CloudRestore.Imaging.Photographs;

/// <summary>Brings every colour space that the decoders give to RGB of 8 or 16 bits and an alpha channel apart.</summary>
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

    /// <summary>The embedded ICC profile when it describes the colours that <see cref="ToPhotograph"/> returns; null otherwise.</summary>
    public static byte[]? Profile(Image image, bool greyscale)
    {
        var profile = Metadata.Blob(image, Metadata.IccField);
        // ICC.1, 7.2: bytes 16 to 19 of the header name the colour space of the data.
        return profile is { Length: > 128 } && profile.AsSpan(16, 4).SequenceEqual(greyscale ? "GRAY"u8 : "RGB "u8) ? profile : null;
    }

    /// <summary>True when there is cyan, magenta, yellow and black.</summary>
    public static bool IsCmyk(Image image) => image.Interpretation == Enums.Interpretation.Cmyk;

    /// <summary>Runs the decoder and converts what it gives. Greyscale and RGB keep their 16 bits; all else gets 8.</summary>
    public static Photograph ToPhotograph(Image image, PhotographHeader header)
    {
        using var converted = Convert(image);
        var (width, height) = (converted.Width, converted.Height);
        if (converted.Format == Enums.BandFormat.Ushort)
        {
            var (deep, deepAlpha) = Pixels<ushort>(converted, header);
            return new Photograph(new DeepRgbImage(width, height, deep)) { DeepAlpha = deepAlpha };
        }

        var (color, alpha) = Pixels<byte>(converted, header);
        return new Photograph(new RgbImage(width, height, color)) { Alpha = alpha };
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
        if (IsCmyk(image))
        {
            using var narrow = image.Format == Enums.BandFormat.Ushort ? image.Msb() : image.Copy();
            using var cmyk = narrow.Copy(interpretation: Enums.Interpretation.Cmyk);
            return cmyk.IccTransform("srgb", intent: Enums.Intent.Relative, embedded: true, inputProfile: "cmyk", depth: 8);
        }

        if (image.Format is Enums.BandFormat.Uchar or Enums.BandFormat.Ushort)
            return image.Copy();
        using var converted = image.Colourspace(Enums.Interpretation.Srgb);
        return converted.Cast(Enums.BandFormat.Uchar);
    }

    private static (T[] Color, T[]? Alpha) Pixels<T>(Image image, PhotographHeader header)
        where T : unmanaged
    {
        var count = image.Width * image.Height;
        var color = new T[count * RgbImage.Channels];
        var alpha = header.HasAlpha ? new T[count] : null;
        VipsPixels.Read<T>(image, samples =>
        {
            if (image.Bands == RgbImage.Channels)
                samples.CopyTo(color);
            else
                Split(samples, image.Bands, header.IsGreyscale ? 1 : RgbImage.Channels, color, alpha);
        });
        return (color, alpha);
    }

    private static void Split<T>(ReadOnlySpan<T> samples, int bands, int colours, Span<T> pixels, Span<T> alpha)
        where T : unmanaged
    {
        for (int from = 0, to = 0; from < samples.Length; from += bands, to += RgbImage.Channels)
        {
            pixels[to] = samples[from];
            pixels[to + 1] = samples[colours == 1 ? from : from + 1];
            pixels[to + 2] = samples[colours == 1 ? from : from + 2];
            if (alpha.Length > 0)
                alpha[from / bands] = samples[from + colours];
        }
    }
}
