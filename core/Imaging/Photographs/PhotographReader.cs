using NetVips;

namespace CloudRestore.Imaging.Photographs;

/// <summary>
/// Reads JPEG, PNG, WebP, TIFF and AVIF files, told apart by content. Of animations and documents of several pages the first is read.
/// A file is read in full or refused: nothing is guessed for missing pixels.
/// </summary>
public static class PhotographReader
{
    /// <summary>Reads a whole photograph.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="name">The file's name, used in messages only.</param>
    /// <param name="limits">What is too large or too small; <see cref="PhotographLimits.Default"/> when null.</param>
    /// <exception cref="PhotographException">The file cannot be used.</exception>
    public static Photograph Read(byte[] bytes, string name, PhotographLimits? limits = null)
    {
        var format = Examine(bytes, name, limits ??= PhotographLimits.Default);
        try
        {
            try
            {
                return Decode(bytes, name, format, limits, Enums.FailOn.Warning);
            }
            catch (VipsException complaint) when (format == PhotographFormat.Jpeg && PhotographDecoder.IsHarmless(complaint))
            {
                return Decode(bytes, name, format, limits, Enums.FailOn.Error);
            }
        }
        catch (VipsException cause)
        {
            throw PhotographException.Damaged(name, format, cause);
        }
    }

    /// <summary>Reads the header alone, in milliseconds whatever the size. Damage after the header goes unnoticed.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="name">The file's name, used in messages only.</param>
    /// <param name="limits">What is too large or too small; <see cref="PhotographLimits.Default"/> when null.</param>
    /// <exception cref="PhotographException">The file cannot be used.</exception>
    public static PhotographHeader ReadHeader(byte[] bytes, string name, PhotographLimits? limits = null)
    {
        var format = Examine(bytes, name, limits ??= PhotographLimits.Default);
        try
        {
            using var image = PhotographDecoder.Open(bytes, format, Enums.FailOn.Error);
            return Describe(image, name, format, limits);
        }
        catch (VipsException cause)
        {
            throw PhotographException.Damaged(name, format, cause);
        }
    }

    private static PhotographFormat Examine(byte[] bytes, string name, PhotographLimits limits)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentNullException.ThrowIfNull(name);
        if (bytes.LongLength > limits.MaxBytes)
            throw PhotographException.TooManyBytes(name, bytes.LongLength, limits.MaxBytes);
        if (bytes.Length == 0)
            throw PhotographException.Empty(name);
        var format = FormatSniffer.Detect(bytes)
            ?? throw (FormatSniffer.DescribeOther(bytes) is { } other
                ? PhotographException.Unsupported(name, other)
                : PhotographException.NotAPhotograph(name));
        if (format == PhotographFormat.Png && PngHeader.TryReadSize(bytes, out var width, out var height))
            CheckSize(name, width, height, limits);
        return format;
    }

    private static Photograph Decode(byte[] bytes, string name, PhotographFormat format, PhotographLimits limits, Enums.FailOn failOn)
    {
        using var image = PhotographDecoder.Open(bytes, format, failOn);
        var header = Describe(image, name, format, limits);
        using var upright = Upright(image);
        return new Photograph(ColourConversion.ToPhotograph(upright, header))
        {
            IsGreyscale = header.IsGreyscale,
            WasCmyk = ColourConversion.IsCmyk(image),
            IccProfile = ColourConversion.Profile(image, header.IsGreyscale),
            Exif = Metadata.Blob(image, Metadata.ExifField) is { } exif ? ExifBlock.ForNewPixels(exif) : null,
            Xmp = Metadata.Blob(image, Metadata.XmpField),
            Iptc = FormatCapacity.HoldsIptc(format) ? Metadata.Blob(image, Metadata.IptcField) : null,
            Format = format,
            BitsPerSample = header.BitsPerSample,
            PixelsPerMillimetre = Metadata.Resolution(upright),
        };
    }

    private static PhotographHeader Describe(Image image, string name, PhotographFormat format, PhotographLimits limits)
    {
        var turned = Metadata.Orientation(image) >= 5;
        var (width, height) = turned ? (image.Height, image.Width) : (image.Width, image.Height);
        CheckSize(name, width, height, limits);
        if (ColourConversion.WhyUnsupported(image) is { } reason)
            throw PhotographException.Unsupported(name, reason);
        return new PhotographHeader(
            format, width, height, ColourConversion.IsGreyscale(image), image.HasAlpha(), ColourConversion.BitsPerSample(image));
    }

    private static void CheckSize(string name, long width, long height, PhotographLimits limits)
    {
        // Two sides below 2^32 cannot overflow 2^63 once one of them is compared first.
        if (width > 0 && height > limits.MaxPixels / width)
            throw PhotographException.TooManyPixels(name, width, height, limits.MaxPixels);
        if (Math.Max(width, height) > limits.MaxSide)
            throw PhotographException.TooLong(name, width, height, limits.MaxSide);
        if (Math.Min(width, height) < limits.MinSide)
            throw PhotographException.TooSmall(name, width, height, limits.MinSide);
    }

    private static Image Upright(Image image)
    {
        if (Metadata.Orientation(image) <= 1)
            return image.Copy();
        // Turning needs pixels in any order; the file gives them from top to bottom.
        using var memory = image.CopyMemory();
        return memory.Autorot();
    }
}
