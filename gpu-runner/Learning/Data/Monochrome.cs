using CloudRestore.Imaging;
using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Damage.Ageing;

namespace CloudRestore.Learning.Data;

/// <summary>Makes colour photographs look as old prints do, so that a training on colour ones learns of those too.</summary>
internal static class Monochrome
{
    private const double MostGreenLost = 0.14;
    private const double MostBlueLost = 0.38;

    /// <summary>A copy in one tone, drawn between grey and brown.</summary>
    public static RgbImage Apply(RgbImage image, SeededRandom random)
    {
        var warmth = random.NextDouble();
        double[] tone = [1, 1 - MostGreenLost * warmth, 1 - MostBlueLost * warmth];
        var toned = new Greyscale().Apply(image, new DamageContext(random, JpegQuality: 0));
        for (var at = 0; at < toned.Pixels.Length; at++)
            toned.Pixels[at] = (byte)Math.Round(toned.Pixels[at] * tone[at % RgbImage.Channels]);
        return toned;
    }
}
