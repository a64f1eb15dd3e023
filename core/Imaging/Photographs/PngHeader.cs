using System.Buffers.Binary;

namespace CloudRestore.Imaging.Photographs;

/// <summary>Reads a PNG's size without its decoder, which refuses large sizes with an error that does not say so.</summary>
internal static class PngHeader
{
    /// <summary>The size in the IHDR chunk (PNG specification, 11.2.2).</summary>
    /// <returns>False when the file is too short or does not begin with IHDR.</returns>
    public static bool TryReadSize(ReadOnlySpan<byte> bytes, out uint width, out uint height)
    {
        (width, height) = (0, 0);
        if (bytes.Length < 24 || !bytes[12..16].SequenceEqual("IHDR"u8))
            return false;
        width = BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]);
        height = BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]);
        return true;
    }
}
