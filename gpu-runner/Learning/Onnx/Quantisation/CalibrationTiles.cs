using CloudRestore.Imaging;
using CloudRestore.Imaging.Damage;

namespace CloudRestore.Learning.Onnx.Quantisation;

/// <summary>Cuts the tiles that a model is calibrated on: the pictures take turns, places are drawn with a fixed seed.</summary>
internal static class CalibrationTiles
{
    private const ulong Seed = 1;

    /// <summary>Cuts tiles; none from a picture with a side below the stride.</summary>
    public static IReadOnlyList<RgbImage> Cut(IReadOnlyList<RgbImage> pictures, int stride, CalibrationOptions options)
    {
        var random = new SeededRandom(Seed);
        RgbImage[] usable = [.. pictures.Where(picture => Math.Min(picture.Width, picture.Height) >= stride)];
        return usable.Length == 0 ? [] : [.. Enumerable.Range(0, options.Tiles).Select(i => Tile(usable[i % usable.Length], options.TileSize, stride, random))];
    }

    private static RgbImage Tile(RgbImage picture, int size, int stride, SeededRandom random)
    {
        var (width, height) = (Math.Min(size, picture.Width) / stride * stride, Math.Min(size, picture.Height) / stride * stride);
        var (x, y) = (random.NextInt(0, picture.Width - width), random.NextInt(0, picture.Height - height));
        var pixels = new byte[width * height * RgbImage.Channels];
        for (var row = 0; row < height; row++)
            picture.Pixels.AsSpan((((y + row) * picture.Width) + x) * RgbImage.Channels, width * RgbImage.Channels).CopyTo(pixels.AsSpan(row * width * RgbImage.Channels));
        return new RgbImage(width, height, pixels);
    }
}
