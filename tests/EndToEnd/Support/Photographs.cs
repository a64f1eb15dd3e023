using System.Buffers.Binary;
using System.IO.Hashing;
using CloudRestore.Imaging;
using CloudRestore.Imaging.Photographs;

namespace CloudRestore.EndToEnd.Support;

/// <summary>Photographs made up for tests.</summary>
internal static class Photographs
{
    public static byte[] Grey(int width, int height) => PhotographWriter.Write(new Photograph(Gradient(width, height)) { IsGreyscale = true }, PhotographFormat.Png);

    public static byte[] Jpeg(int width, int height) => PhotographWriter.Write(new Photograph(Gradient(width, height)), PhotographFormat.Jpeg);

    /// <summary>A PNG whose header claims a size that its data does not have.</summary>
    public static byte[] HeaderOfPng(int width, int height)
    {
        var png = Grey(16, 16);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc32.HashToUInt32(png.AsSpan(12, 17)));
        return png;
    }

    private static RgbImage Gradient(int width, int height)
    {
        var pixels = new byte[width * height * RgbImage.Channels];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(i / RgbImage.Channels % width * 255 / Math.Max(1, width - 1));
        return new RgbImage(width, height, pixels);
    }
}
