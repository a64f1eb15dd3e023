using CloudRestore.Imaging.Native;
using NetVips;

namespace CloudRestore.Imaging.Photographs;

/// <summary>Opens a file with the one libvips loader of its format. Only the header is read until pixels are asked for.</summary>
internal static class PhotographDecoder
{
    /// <summary>Opens the first frame or page; the bytes must outlive the picture.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="format">Its format.</param>
    /// <param name="failOn">What the decoder must not pass over.</param>
    public static Image Open(byte[] bytes, PhotographFormat format, Enums.FailOn failOn)
    {
        LibVips.EnsureStarted();
        const Enums.Access Access = Enums.Access.Sequential;
        return format switch
        {
            PhotographFormat.Jpeg => Image.JpegloadBuffer(bytes, access: Access, failOn: failOn),
            PhotographFormat.Png => Image.PngloadBuffer(bytes, access: Access, failOn: failOn),
            PhotographFormat.WebP => Image.WebploadBuffer(bytes, access: Access, failOn: failOn),
            PhotographFormat.Tiff => Image.TiffloadBuffer(bytes, access: Access, failOn: failOn),
            PhotographFormat.Avif => Image.HeifloadBuffer(bytes, access: Access, failOn: failOn),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a photograph format."),
        };
    }

    /// <summary>
    /// True when a JPEG decoder's complaint leaves every pixel known: padding before the end marker, or a version number or
    /// colour flag it finds odd. Cameras and old editors write such files.
    /// </summary>
    public static bool IsHarmless(VipsException complaint) =>
        complaint.Message.Contains("extraneous bytes before marker 0xd9", StringComparison.Ordinal)
        || complaint.Message.Contains("unknown Adobe color transform", StringComparison.Ordinal)
        || complaint.Message.Contains("unknown JFIF revision", StringComparison.Ordinal);
}
