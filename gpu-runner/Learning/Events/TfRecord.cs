using System.Buffers.Binary;
using System.Numerics;

namespace CloudRestore.Learning.Events;

/// <summary>
/// The framing of TensorFlow's record files, which TensorBoard reads: for each record its length (8 bytes), the masked CRC-32C of the length,
/// the data, and the masked CRC-32C of the data; all little-endian (tensorflow/core/lib/io/record_writer.h).
/// </summary>
internal static class TfRecord
{
    private const uint MaskDelta = 0xa282ead8;

    /// <summary>Appends one record.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> data)
    {
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)data.Length);
        stream.Write(length);
        WriteMasked(stream, Crc32C(length));
        stream.Write(data);
        WriteMasked(stream, Crc32C(data));
    }

    /// <summary>The CRC-32C (Castagnoli; RFC 3720, appendix B.4) of some bytes.</summary>
    internal static uint Crc32C(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (var value in data)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    // A sum that is part of the data it is computed over says little, so the stored one is rotated and shifted.
    private static void WriteMasked(Stream stream, uint crc)
    {
        Span<byte> masked = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(masked, unchecked(BitOperations.RotateRight(crc, 15) + MaskDelta));
        stream.Write(masked);
    }
}
