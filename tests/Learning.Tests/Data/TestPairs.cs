using CloudRestore.Imaging;
using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Pairs;
using CloudRestore.Imaging.Photographs;

namespace CloudRestore.Learning.Tests.Data;

/// <summary>Folders of shards with drawn photographs.</summary>
internal static class TestPairs
{
    /// <summary>A picture with a gradient, a few rectangles and a little noise.</summary>
    public static RgbImage Picture(int width, int height, ulong seed)
    {
        var random = new SeededRandom(seed);
        var pixels = new byte[width * height * 3];
        var boxes = Enumerable.Range(0, 6)
            .Select(_ => (X: random.NextInt(0, width - 1), Y: random.NextInt(0, height - 1), W: random.NextInt(4, 40), H: random.NextInt(4, 40), Level: random.NextInt(0, 255)))
            .ToArray();
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                for (var channel = 0; channel < 3; channel++)
                {
                    double level = 40 + 150.0 * x / width + 20 * channel * y / height;
                    foreach (var box in boxes)
                        if (x >= box.X && x < box.X + box.W && y >= box.Y && y < box.Y + box.H)
                            level = box.Level;
                    pixels[(y * width + x) * 3 + channel] = (byte)Math.Clamp(level + random.NextInt(-6, 6), 0, 255);
                }

        return new RgbImage(width, height, pixels);
    }

    /// <summary>Fills a folder with one shard of damaged and original pictures.</summary>
    public static string Write(string folder, int count, ulong seed, int width = 168, int height = 128)
    {
        Directory.CreateDirectory(folder);
        using var file = File.Create(Path.Combine(folder, "shard-00000.tar"));
        using var shard = new PairShardWriter(file);
        for (var i = 0; i < count; i++)
        {
            var bytes = PhotographWriter.Write(new Photograph(Picture(width, height, seed + (ulong)i)), PhotographFormat.Png);
            shard.Add(PairBuilder.Build(bytes, $"picture {i}.png", DamageRecipe.Lesson7, seed + (ulong)i));
        }

        return folder;
    }
}
