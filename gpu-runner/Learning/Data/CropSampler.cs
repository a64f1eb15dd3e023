using CloudRestore.Imaging;
using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Resampling;
using CloudRestore.Learning.Presets;

namespace CloudRestore.Learning.Data;

/// <summary>
/// Cuts training crops. Sample number n is a function of the seed and n alone, so that a resumed training sees what an undisturbed one would.
/// As in lesson 7 the damaged photograph is first brought to the original's size: the network's input has its output's size.
/// </summary>
internal sealed class CropSampler(PairStore pairs, CropPreset crop, int batch, ulong seed, string? damage = null)
{
    private readonly ShuffledOrder _order = new(pairs.Count, seed);
    private readonly DamageRecipe? _freshDamage = crop.FreshDamage
        ? DamageRecipe.Named(damage ?? throw new ArgumentException("Crops with fresh damage need a recipe.", nameof(damage)))
        : null;

    /// <summary>The batch of a step.</summary>
    /// <param name="step">Counted from 0 in the phase.</param>
    public CropBatch Batch(long step)
    {
        var result = new CropBatch(batch, crop.Size);
        for (var i = 0; i < batch; i++)
            Sample(step * batch + i, result, i);
        return result;
    }

    private void Sample(long n, CropBatch result, int index)
    {
        var random = new SeededRandom(SampleSeed.Derive(seed, "sample", n));
        var pair = pairs.Get(_order.At(n));
        var symmetry = Symmetry.Draw(crop.Flips, random);
        var target = Symmetry.Apply(pair.Original, symmetry);
        if (crop.MonochromeShare > 0 && random.NextDouble() < crop.MonochromeShare)
            target = Monochrome.Apply(target, random);
        var input = _freshDamage?.Apply(target, random.NextUInt64()) ?? Symmetry.Apply(pair.Damaged, symmetry);

        var zoom = random.NextDouble() < crop.ZoomProbability ? 1 + random.NextDouble() * (crop.MaxZoom - 1) : 1;
        var (width, height) = ScaledSize(target, zoom);
        if (crop.Candidates == 1)
        {
            var (x, y) = Draw(width, height, random);
            var window = new PixelWindow(x, y, crop.Size, crop.Size);
            result.Set(index, Resample.Bilinear(input, width, height, window), Resample.Bilinear(target, width, height, window), 0, 0);
            return;
        }

        target = Scale(target, width, height);
        input = Scale(input, width, height);
        var (worstX, worstY) = Worst(input, target, random);
        result.Set(index, input, target, worstX, worstY);
    }

    private (int X, int Y) Draw(int width, int height, SeededRandom random) => (random.NextInt(0, width - crop.Size), random.NextInt(0, height - crop.Size));

    private (int X, int Y) Worst(RgbImage input, RgbImage target, SeededRandom random)
    {
        var (chosen, worst) = ((X: 0, Y: 0), -1L);
        for (var candidate = 0; candidate < crop.Candidates; candidate++)
        {
            var place = Draw(target.Width, target.Height, random);
            var error = SquaredError(input, target, place.X, place.Y);
            if (error > worst)
                (chosen, worst) = (place, error);
        }

        return chosen;
    }

    private long SquaredError(RgbImage input, RgbImage target, int x, int y)
    {
        var sum = 0L;
        for (var row = y; row < y + crop.Size; row++)
        {
            var start = (row * target.Width + x) * RgbImage.Channels;
            for (var i = start; i < start + crop.Size * RgbImage.Channels; i++)
            {
                var difference = input.Pixels[i] - target.Pixels[i];
                sum += difference * difference;
            }
        }

        return sum;
    }

    private (int Width, int Height) ScaledSize(RgbImage image, double zoom)
    {
        var shorter = Math.Min(image.Width, image.Height);
        var scale = Math.Max((crop.ShorterSide ?? shorter) * zoom, crop.Size) / shorter;
        return (Math.Max(crop.Size, (int)Math.Round(image.Width * scale)), Math.Max(crop.Size, (int)Math.Round(image.Height * scale)));
    }

    private static RgbImage Scale(RgbImage image, int width, int height) =>
        image.Width == width && image.Height == height ? image : Resample.Bilinear(image, width, height);
}
