using NetVips;

namespace CloudRestore.Imaging.Photographs;

/// <summary>The metadata that libvips hangs on a picture, by the names of its fields.</summary>
internal static class Metadata
{
    public const string ExifField = "exif-data";
    public const string XmpField = "xmp-data";
    public const string IptcField = "iptc-data";
    public const string IccField = "icc-profile-data";
    private const string OrientationField = "orientation";
    private const string ResolutionUnitField = "resolution-unit";

    /// <summary>The EXIF orientation, 1 to 8; 1 when there is none.</summary>
    public static int Orientation(Image image) =>
        image.Contains(OrientationField) && image.Get(OrientationField) is int value and >= 1 and <= 8 ? value : 1;

    /// <summary>A binary field's content; null when it is missing or empty.</summary>
    public static byte[]? Blob(Image image, string field) =>
        image.Contains(field) && image.Get(field) is byte[] { Length: > 0 } value ? value : null;

    /// <summary>Pixels per millimetre; (0, 0) when the file gave no unit for them.</summary>
    public static (double X, double Y) Resolution(Image image) =>
        image.Contains(ResolutionUnitField) && double.IsFinite(image.Xres) && double.IsFinite(image.Yres) ? (image.Xres, image.Yres) : (0, 0);

    /// <summary>A picture with the photograph's profile and metadata hung on it, as far as the format holds them.</summary>
    public static Image Attach(Image image, Photograph photograph, PhotographFormat format)
    {
        using var tagged = image.Mutate(fields =>
        {
            Set(fields, ExifField, photograph.Exif);
            Set(fields, XmpField, photograph.Xmp);
            Set(fields, IptcField, FormatCapacity.HoldsIptc(format) ? photograph.Iptc : null);
            Set(fields, IccField, photograph.IccProfile);
        });

        // Setting EXIF also sets the resolution that it names, so ours comes after.
        var (x, y) = photograph.PixelsPerMillimetre;
        return x > 0 && y > 0 ? tagged.Copy(xres: x, yres: y) : tagged.Copy();
    }

    private static void Set(MutableImage fields, string name, byte[]? value)
    {
        if (value is not null)
            fields.Set(GValue.BlobType, name, value);
    }
}
