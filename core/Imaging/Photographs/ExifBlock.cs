namespace CloudRestore.Imaging.Photographs;

/// <summary>
/// Changes to an EXIF block (CIPA DC-008): a TIFF structure, with or without the prefix "Exif" and two zeros. A malformed block comes back
/// changed as far as it can be read.
/// </summary>
internal static class ExifBlock
{
    private const int Orientation = 0x0112;
    private const int GpsDirectory = 0x8825;
    private const int ThumbnailStart = 0x0201;
    private const int ThumbnailLength = 0x0202;

    /// <summary>A copy of the block for a picture that was turned and changed: it says "upright" and holds no thumbnail.</summary>
    public static byte[] ForNewPixels(ReadOnlySpan<byte> exif)
    {
        var copy = exif.ToArray();
        var tiff = Directories(copy);
        foreach (var entry in tiff.Entries(tiff.First))
        {
            if (tiff.Tag(entry) == Orientation)
                tiff.SetShort(entry, 1);
        }

        var thumbnail = tiff.CutAfter(tiff.First);
        var (start, length) = (0, 0);
        foreach (var entry in tiff.Entries(thumbnail))
        {
            if (tiff.Tag(entry) == ThumbnailStart)
                start = tiff.Offset(entry);
            if (tiff.Tag(entry) == ThumbnailLength)
                length = tiff.Offset(entry);
        }

        tiff.Clear(start, length);
        tiff.ClearDirectory(thumbnail);
        return copy;
    }

    /// <summary>A copy of the block without its GPS directory.</summary>
    public static byte[] WithoutLocation(ReadOnlySpan<byte> exif)
    {
        var copy = exif.ToArray();
        var tiff = Directories(copy);
        foreach (var entry in tiff.Entries(tiff.First))
        {
            if (tiff.Tag(entry) == GpsDirectory)
            {
                tiff.ClearDirectory(tiff.Offset(entry));
                tiff.Remove(tiff.First, entry);
                break;
            }
        }

        return copy;
    }

    private static TiffDirectories Directories(byte[] exif) => new(exif.AsSpan(exif.AsSpan().StartsWith("Exif\0\0"u8) ? 6 : 0));
}
