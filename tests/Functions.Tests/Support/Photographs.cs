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
}
