using System.Buffers.Binary;
using CloudRestore.Imaging;
using CloudRestore.Imaging.Photographs;

namespace CloudRestore.Functions.Tests.Support;

/// <summary>Pictures made by formulas.</summary>
internal static class Photographs
{
    public static byte[] Jpeg(int seed, int width = 60, int height = 48)
    {
        var pixels = new byte[width * height * RgbImage.Channels];
        new Random(seed).NextBytes(pixels);
        return PhotographWriter.Write(new Photograph(new RgbImage(width, height, pixels)), PhotographFormat.Jpeg);
    }

    /// <summary>A PNG of one column that says how long it is, and has nothing else.</summary>
    public static byte[] PngHeader(uint width, uint height)
    {
        byte[] bytes = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(16), width);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(20), height);
        return bytes;
    }
}
