using CloudRestore.Imaging.Native;
using NetVips;

namespace CloudRestore.Imaging.Photographs;

/// <summary>Writes photographs with their alpha, colour profile and metadata; the same photograph gives the same bytes.</summary>
public static class PhotographWriter
{
    // Optimal Huffman tables save some percent, but need all coefficients in memory at once: six bytes a pixel.
    private const long MaxOptimisedPixels = 16_000_000;

    /// <summary>Encodes a photograph.</summary>
    /// <param name="photograph">What to write. Greyscale gives a one-channel file, 16 bits one of as many as the format holds (<see cref="FormatCapacity"/>). JPEG has no alpha: the photograph is laid on white.</param>
    /// <param name="format">The format to write, which may differ from the one read.</param>
    /// <param name="quality">1 (smallest) to 100 (best) of JPEG, WebP and AVIF; PNG and TIFF are lossless.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="quality"/> is outside 1..100, or the format is unknown.</exception>
    /// <exception cref="PhotographException">The format cannot hold so large a photograph (<see cref="PhotographProblem.TooManyPixels"/>), or its encoder failed.</exception>
    public static byte[] Write(Photograph photograph, PhotographFormat format, int quality = 95)
    {
        ArgumentNullException.ThrowIfNull(photograph);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        CheckSize(photograph, format);
        var isDeep = photograph.DeepColor is not null && FormatCapacity.BitsPerSample(format) > 8;
        using var pixels = isDeep ? DeepPixels(photograph) : Pixels(photograph);
        using var flat = pixels.HasAlpha() && !FormatCapacity.HoldsAlpha(format)
            ? pixels.Flatten(background: [255.0])
            : pixels.Copy();
        using var image = Metadata.Attach(flat, photograph, format);
        try
        {
            return Encode(image, format, quality, isDeep);
        }
        catch (VipsException cause)
        {
            throw new PhotographException(PhotographProblem.Unsupported,
                $"The photograph cannot be written as {format.ToString().ToUpperInvariant()} ({cause.Message.Trim().Split('\n')[0]}): choose PNG or TIFF.", cause);
        }
    }

    /// <summary>The usual file extension, with its dot: <c>.jpg</c>, <c>.png</c>, <c>.webp</c>, <c>.tif</c>, <c>.avif</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The format is unknown.</exception>
    public static string ExtensionOf(PhotographFormat format) => format switch
    {
        PhotographFormat.Jpeg => ".jpg",
        PhotographFormat.Png => ".png",
        PhotographFormat.WebP => ".webp",
        PhotographFormat.Tiff => ".tif",
        PhotographFormat.Avif => ".avif",
        _ => throw Unknown(format),
    };

    /// <summary>The media type for HTTP and blobs, such as <c>image/jpeg</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The format is unknown.</exception>
    public static string MediaTypeOf(PhotographFormat format) => format switch
    {
        PhotographFormat.Jpeg => "image/jpeg",
        PhotographFormat.Png => "image/png",
        PhotographFormat.WebP => "image/webp",
        PhotographFormat.Tiff => "image/tiff",
        PhotographFormat.Avif => "image/avif",
        _ => throw Unknown(format),
    };

    private static byte[] Encode(Image image, PhotographFormat format, int quality, bool isDeep) => format switch
    {
        PhotographFormat.Jpeg => image.JpegsaveBuffer(q: quality, optimizeCoding: (long)image.Width * image.Height <= MaxOptimisedPixels),
        PhotographFormat.Png => image.PngsaveBuffer(compression: 6),
        PhotographFormat.WebP => image.WebpsaveBuffer(q: quality),
        PhotographFormat.Tiff => image.TiffsaveBuffer(
            compression: Enums.ForeignTiffCompression.Deflate, predictor: Enums.ForeignTiffPredictor.Horizontal),
        PhotographFormat.Avif => image.HeifsaveBuffer(
            q: quality, bitdepth: isDeep ? FormatCapacity.BitsPerSample(format) : 8, compression: Enums.ForeignHeifCompression.Av1),
        _ => throw Unknown(format),
    };

    private static void CheckSize(Photograph image, PhotographFormat format)
    {
        var longest = format switch
        {
            PhotographFormat.Jpeg => 65_535,
            PhotographFormat.WebP => 16_383,
            PhotographFormat.Avif => 16_384,
            _ => int.MaxValue,
        };
        if (Math.Max(image.Width, image.Height) > longest)
            throw new PhotographException(PhotographProblem.TooManyPixels,
                $"A {image.Width} x {image.Height} photograph does not fit into {format.ToString().ToUpperInvariant()}, whose sides end at {longest} pixels: write PNG or TIFF.");
    }

    private static Image Pixels(Photograph photograph) => photograph.IsGreyscale
        ? Interleave(Samples.Luma<byte>(photograph.Color.Pixels), 1, Enums.Interpretation.Bw, photograph.Alpha, photograph)
        : Interleave(photograph.Color.Pixels, RgbImage.Channels, Enums.Interpretation.Srgb, photograph.Alpha, photograph);

    private static Image DeepPixels(Photograph photograph) => photograph.IsGreyscale
        ? Interleave(Samples.Luma<ushort>(photograph.DeepColor!.Pixels), 1, Enums.Interpretation.Grey16, photograph.DeepAlpha, photograph)
        : Interleave(photograph.DeepColor!.Pixels, RgbImage.Channels, Enums.Interpretation.Rgb16, photograph.DeepAlpha, photograph);

    private static Image Interleave<T>(T[] samples, int bands, Enums.Interpretation interpretation, T[]? alpha, Photograph photograph)
        where T : unmanaged
    {
        var color = VipsPixels.FromSamples(samples, photograph.Width, photograph.Height, bands, interpretation);
        if (alpha is null)
            return color;
        using (color)
        {
            using var opacity = VipsPixels.FromSamples(alpha, photograph.Width, photograph.Height, 1, interpretation);
            return color.Bandjoin(opacity);
        }
    }

    private static ArgumentOutOfRangeException Unknown(PhotographFormat format) => new(nameof(format), format, "Not a photograph format.");
}
