namespace CloudRestore.Imaging.Photographs;

/// <summary>What a file format can hold, as it is written here.</summary>
public static class FormatCapacity
{
    /// <summary>Bits of one sample: 8 of JPEG and WebP, 12 of AVIF, 16 of PNG and TIFF.</summary>
    /// <param name="format">The format.</param>
    public static int BitsPerSample(PhotographFormat format) => format switch
    {
        PhotographFormat.Png or PhotographFormat.Tiff => 16,
        PhotographFormat.Avif => 12,
        _ => 8,
    };

    /// <summary>Whether there is a place for alpha: everywhere but in JPEG.</summary>
    /// <param name="format">The format.</param>
    public static bool HoldsAlpha(PhotographFormat format) => format != PhotographFormat.Jpeg;

    /// <summary>Whether the EXIF block is written: everywhere but in TIFF.</summary>
    /// <param name="format">The format.</param>
    public static bool HoldsExif(PhotographFormat format) => format != PhotographFormat.Tiff;

    /// <summary>Whether IPTC data is read and written: in JPEG. (libvips 8.18 reads a quarter of what a TIFF holds.)</summary>
    /// <param name="format">The format.</param>
    public static bool HoldsIptc(PhotographFormat format) => format == PhotographFormat.Jpeg;
}
