using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Photographs;

namespace CloudRestore.Imaging.Tests;

/// <summary>Pictures made by formulas, so that tests need no files.</summary>
internal static class TestPictures
{
    public static RgbImage Of(int width, int height, Func<int, int, int, int> sample)
    {
        var pixels = new byte[width * height * RgbImage.Channels];
        for (int y = 0, at = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                for (var channel = 0; channel < RgbImage.Channels; channel++)
                    pixels[at++] = (byte)Math.Clamp(sample(x, y, channel), 0, 255);
            }
        }

        return new RgbImage(width, height, pixels);
    }

    public static RgbImage Flat(int width, int height, int value) => Of(width, height, (_, _, _) => value);

    /// <summary>Smooth: red grows to the right, green downwards, blue along the diagonal.</summary>
    public static RgbImage Gradient(int width, int height) => Of(width, height, (x, y, channel) => channel switch
    {
        0 => 255 * x / Math.Max(1, width - 1),
        1 => 255 * y / Math.Max(1, height - 1),
        _ => 255 * (x + y) / Math.Max(1, width + height - 2),
    });

    public static RgbImage Noise(int width, int height, ulong seed)
    {
        var random = new SeededRandom(seed);
        return Of(width, height, (_, _, _) => random.NextInt(0, 255));
    }

    public static byte[] Encoded(RgbImage image, PhotographFormat format) => PhotographWriter.Write(new Photograph(image), format);
}
