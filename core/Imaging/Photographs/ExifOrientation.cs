using System.Buffers.Binary;

namespace CloudRestore.Imaging.Photographs;

/// <summary>The orientation tag (0x0112) of an EXIF block: a TIFF structure, with or without the prefix "Exif" and two zeros.</summary>
internal static class ExifOrientation
{
    private const ushort Tag = 0x0112;
    private const int EntryBytes = 12;

    /// <summary>A copy of the block that says "upright". Blocks that say nothing, or are malformed, come back unchanged.</summary>
    public static byte[] Reset(ReadOnlySpan<byte> exif)
    {
        var copy = exif.ToArray();
        var tiff = copy.AsSpan(exif.StartsWith("Exif\0\0"u8) ? 6 : 0);
        if (tiff.Length < 8)
            return copy;
        var little = tiff[0] == 'I';
        var directory = ReadUInt32(tiff[4..], little);
        if (directory > tiff.Length - 2)
            return copy;
        var entries = tiff[(int)directory..];
        int count = ReadUInt16(entries, little);
        for (var i = 0; i < count && 2 + ((i + 1) * EntryBytes) <= entries.Length; i++)
        {
            var entry = entries.Slice(2 + (i * EntryBytes), EntryBytes);
            if (ReadUInt16(entry, little) == Tag)
                WriteUInt16(entry[8..], 1, little);
        }

        return copy;
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private static uint ReadUInt32(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);

    private static void WriteUInt16(Span<byte> at, ushort value, bool little)
    {
        if (little)
            BinaryPrimitives.WriteUInt16LittleEndian(at, value);
        else
            BinaryPrimitives.WriteUInt16BigEndian(at, value);
    }
}
