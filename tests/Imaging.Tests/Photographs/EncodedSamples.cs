using System.Buffers.Binary;
using CloudRestore.Imaging.Native;
using CloudRestore.Imaging.Photographs;
using NetVips;

namespace CloudRestore.Imaging.Tests.Photographs;

/// <summary>Files of the kinds that cameras, scanners and editors write.</summary>
internal static class EncodedSamples
{
    public static readonly PhotographFormat[] Formats = Enum.GetValues<PhotographFormat>();

    /// <summary>Eight bits, three colours, 60 by 40 pixels.</summary>
    public static byte[] Plain(PhotographFormat format) => TestPictures.Encoded(TestPictures.Gradient(60, 40), format);

    /// <summary>Red in the upper left quarter, blue elsewhere, 40 by 24 pixels as stored, with an EXIF orientation and a camera's name.</summary>
    public static byte[] Oriented(int orientation, Func<Image, byte[]> save)
    {
        var picture = TestPictures.Of(40, 24, (x, y, c) => (x < 20 && y < 12 ? 0 : 2) == c ? 230 : 20);
        using var pixels = VipsPixels.FromRgb(picture);
        using var tagged = pixels.Mutate(fields =>
        {
            fields.Set(GValue.GIntType, "orientation", orientation);
            fields.Set(GValue.GStrType, "exif-ifd0-Orientation", $"{orientation} (any, Short, 1 components, 2 bytes)");
            fields.Set(GValue.GStrType, "exif-ifd0-Model", "Test camera (Test camera, ASCII, 12 components, 12 bytes)");
            fields.Set(GValue.BlobType, "xmp-data", "<x:xmpmeta xmlns:x='adobe:ns:meta/'></x:xmpmeta>"u8.ToArray());
        });
        return save(tagged);
    }

    public static byte[] Cmyk(Func<Image, byte[]> save)
    {
        // Full yellow and full magenta give red.
        byte[] red = [0, 255, 255, 0];
        var samples = Enumerable.Repeat(red, 32 * 16).SelectMany(pixel => pixel).ToArray();
        using var image = VipsPixels.FromBytes(samples, 32, 16, 4, Enums.Interpretation.Cmyk);
        return save(image);
    }

    public static byte[] SixteenBits(int bands, Func<Image, byte[]> save)
    {
        LibVips.EnsureStarted();
        var samples = Enumerable.Range(0, 32 * 16).SelectMany(i => Enumerable.Repeat((ushort)(i * 128), bands)).ToArray();
        using var raw = Image.NewFromMemory(samples, 32, 16, bands, Enums.BandFormat.Ushort);
        using var image = raw.Copy(interpretation: bands < 3 ? Enums.Interpretation.Grey16 : Enums.Interpretation.Rgb16);
        return save(image);
    }

    /// <summary>A PNG whose header says any size, with next to no content.</summary>
    public static byte[] PngSaying(uint width, uint height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(header, width);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        byte[] deflated = [0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01];
        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, deflated), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        var chunk = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        type.CopyTo(chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Crc(chunk.AsSpan(4, 4 + content.Length)));
        return chunk;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }
}
