using System.Buffers.Binary;

namespace CloudRestore.Imaging.Photographs;

/// <summary>Tells a file's format from its first bytes.</summary>
internal static class FormatSniffer
{
    private const int MaxBrands = 32;

    /// <summary>The format, or null when it is none of ours.</summary>
    public static PhotographFormat? Detect(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xD8, 0xFF, ..] => PhotographFormat.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PhotographFormat.Png,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => PhotographFormat.WebP,
        [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => PhotographFormat.Tiff,
        _ => IsAvif(bytes) ? PhotographFormat.Avif : null,
    };

    /// <summary>The name of a well-known format that is not read, with its article, or null.</summary>
    public static string? DescribeOther(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("GIF8"u8))
            return "a GIF file";
        if (bytes.StartsWith("BM"u8) && bytes.Length >= 54 && BinaryPrimitives.ReadUInt32LittleEndian(bytes[14..]) is 40 or 108 or 124)
            return "a BMP file";
        if (bytes.StartsWith("%PDF-"u8))
            return "a PDF document";
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]) || bytes.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 12, .. "JXL "u8]))
            return "a JPEG XL file";
        if (bytes.Length >= 12 && bytes[4..8].SequenceEqual("ftyp"u8))
            return "a HEIC file or a film";
        var start = bytes[..Math.Min(bytes.Length, 1024)];
        return start.IndexOf("<svg"u8) >= 0 ? "an SVG drawing" : null;
    }

    private static bool IsAvif(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 16 || !bytes[4..8].SequenceEqual("ftyp"u8))
            return false;
        var box = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(bytes), Math.Min(bytes.Length, 16 + (4 * MaxBrands)));
        for (var at = 8; at + 4 <= box; at += 4)
        {
            // Bytes 12 to 15 are the minor version, not a brand.
            if (at != 12 && (bytes.Slice(at, 4).SequenceEqual("avif"u8) || bytes.Slice(at, 4).SequenceEqual("avis"u8)))
                return true;
        }

        return false;
    }
}
