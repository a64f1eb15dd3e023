using CloudRestore.Imaging;
using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Photographs;

namespace CloudRestore.Cli.Tests.Evaluating;

/// <summary>Drawn photographs, dark enough for a white stamp to show.</summary>
internal static class Scenes
{
    public static byte[] Png(ulong seed, int width = 260, int height = 200)
    {
        var random = new SeededRandom(seed);
        var pixels = new byte[width * height * RgbImage.Channels];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i / RgbImage.Channels % width, i / RgbImage.Channels / width);
            pixels[i] = (byte)(20 + (100 * x / width) + (x / 8 % 2 == y / 6 % 2 ? 30 : 0) + random.NextInt(0, 6));
        }

        return PhotographWriter.Write(new Photograph(new RgbImage(width, height, pixels)), PhotographFormat.Png);
    }
}
