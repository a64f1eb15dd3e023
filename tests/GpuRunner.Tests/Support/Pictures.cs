using CloudRestore.Imaging;
using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Pairs;
using CloudRestore.Imaging.Photographs;
using NetVips;

namespace CloudRestore.GpuRunner.Tests.Support;

/// <summary>Drawn photographs and pairs of them.</summary>
internal static class Pictures
{
    /// <summary>A gradient with a few rectangles and a little noise.</summary>
    public static RgbImage Drawn(int width, int height, ulong seed)
    {
        var random = new SeededRandom(seed);
        var boxes = Enumerable.Range(0, 5).Select(_ => (X: random.NextInt(0, width - 1), Y: random.NextInt(0, height - 1), Level: random.NextInt(0, 255))).ToArray();
        var pixels = new byte[width * height * RgbImage.Channels];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i / RgbImage.Channels % width, i / RgbImage.Channels / width);
            var box = boxes.LastOrDefault(box => x >= box.X && x < box.X + 24 && y >= box.Y && y < box.Y + 16);
            var level = box == default ? 40 + 150 * x / width + 20 * (i % RgbImage.Channels) * y / height : box.Level;
            pixels[i] = (byte)Math.Clamp(level + random.NextInt(-6, 6), 0, 255);
        }

        return new RgbImage(width, height, pixels);
    }

    public static byte[] Encoded(PhotographFormat format = PhotographFormat.Png, int width = 60, int height = 44, ulong seed = 1) =>
        PhotographWriter.Write(new Photograph(Drawn(width, height, seed)), format);

    public static byte[] Greyscale()
    {
        var drawn = Drawn(60, 44, 1);
        for (var i = 0; i < drawn.Pixels.Length; i += RgbImage.Channels)
            drawn.Pixels.AsSpan(i, RgbImage.Channels).Fill(drawn.Pixels[i]);
        return PhotographWriter.Write(new Photograph(drawn) { IsGreyscale = true }, PhotographFormat.Png);
    }

    public static byte[] WithAlpha() => PhotographWriter.Write(
        new Photograph(Drawn(60, 44, 1)) { Alpha = [.. Enumerable.Range(0, 60 * 44).Select(i => (byte)(i % 60 * 4))] }, PhotographFormat.Png);

    public static byte[] SixteenBits()
    {
        using var eight = Image.NewFromMemory(Drawn(60, 44, 1).Pixels, 60, 44, RgbImage.Channels, Enums.BandFormat.Uchar);
        using var sixteen = (eight * 257).Cast(Enums.BandFormat.Ushort);
        using var tagged = sixteen.Copy(interpretation: Enums.Interpretation.Rgb16);
        return tagged.PngsaveBuffer();
    }

    public static byte[] Cmyk()
    {
        var inks = Enumerable.Range(0, 60 * 44).SelectMany(i => new[] { (byte)(i % 60 * 4), (byte)(i / 60 * 5), (byte)90, (byte)10 }).ToArray();
        using var raw = Image.NewFromMemory(inks, 60, 44, 4, Enums.BandFormat.Uchar);
        using var tagged = raw.Copy(interpretation: Enums.Interpretation.Cmyk);
        return tagged.JpegsaveBuffer(q: 95);
    }

    /// <summary>A shard of damaged and original pictures.</summary>
    public static byte[] Shard(int count, ulong seed)
    {
        using var stream = new MemoryStream();
        using (var shard = new PairShardWriter(stream))
        {
            for (var i = 0; i < count; i++)
                shard.Add(PairBuilder.Build(Encoded(width: 168, height: 128, seed: seed + (ulong)i), $"picture {i}.png", DamageRecipe.Lesson7, seed + (ulong)i));
        }

        return stream.ToArray();
    }
}
