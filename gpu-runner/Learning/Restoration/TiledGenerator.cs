using System.Numerics;
using CloudRestore.Imaging;
using CloudRestore.Learning.Restoration.Smoothing;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Restoration;

/// <summary>
/// Runs a generator over a picture of any size in tiles that overlap and are blended, so that no seam shows; each tile is smoothed where
/// strokes were removed. Only one row of tiles is in memory at a time.
/// </summary>
internal sealed class TiledGenerator(ITileNetwork network, RestorerOptions options)
{
    /// <summary>Tiles for a generator that torch runs; it must be in evaluation mode.</summary>
    public TiledGenerator(nn.Module<Tensor, Tensor> generator, int stride, Device device, RestorerOptions options)
        : this(new TorchTileNetwork(generator, stride, device), options)
    {
    }

    /// <summary>Restores a picture at its own size.</summary>
    /// <param name="image">The damaged picture, already at the size of the result.</param>
    /// <param name="progress">Told the share done, from 0 to 1, after every tile.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="RestorationException">Not even the smallest tile fits into memory, or the network's answer is not finite.</exception>
    public RgbImage Restore(RgbImage image, IProgress<double>? progress, CancellationToken cancellationToken) =>
        new(image.Width, image.Height, Restore(new Source<byte>(image.Width, image.Height, image.Pixels), progress, cancellationToken));

    /// <summary>Restores a picture of 16 bits at its own size; the result has 16 bits.</summary>
    /// <inheritdoc cref="Restore(RgbImage, IProgress{double}?, CancellationToken)"/>
    public DeepRgbImage Restore(DeepRgbImage image, IProgress<double>? progress, CancellationToken cancellationToken) =>
        new(image.Width, image.Height, Restore(new Source<ushort>(image.Width, image.Height, image.Pixels), progress, cancellationToken));

    private T[] Restore<T>(Source<T> image, IProgress<double>? progress, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        for (var tile = Multiple(options.TileSize); ; tile = Math.Max(Multiple(options.SmallestTileSize), Multiple(tile / 2)))
        {
            try
            {
                return InTiles(image, tile, progress, cancellationToken);
            }
            catch (Exception error) when (IsOutOfMemory(error))
            {
                if (tile <= Multiple(options.SmallestTileSize))
                {
                    throw new RestorationException(
                        RestorationProblem.OutOfMemory,
                        $"There is not enough memory to restore a {image.Width} x {image.Height} picture even in tiles of {tile} pixels; use a machine with more, or a smaller model.",
                        error);
                }

                // What the failed tile held is only freed once its wrappers are collected.
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
    }

    private T[] InTiles<T>(Source<T> image, int tile, IProgress<double>? progress, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var stride = network.Stride;
        var overlap = Math.Min(options.Overlap / stride * stride, tile / 2 / stride * stride);
        var across = TileAxis.Plan(image.Width, tile, overlap, stride);
        var down = TileAxis.Plan(image.Height, tile, overlap, stride);
        var result = new T[image.Pixels.Length];
        var band = new float[down.Tile * image.Width * RgbImage.Channels];
        var levels = new float[down.Tile * across.Tile * RgbImage.Channels];
        var smoothing = options.SmoothResidue ? new ResidueSmoothing(across.Tile, down.Tile) : null;
        float[][] weights = [.. across.Weights.Select(ForEachChannel)];

        for (var row = 0; row < down.Origins.Count; row++)
        {
            for (var column = 0; column < across.Origins.Count; column++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Run(image, across.Origins[column], down.Origins[row], across.Tile, down.Tile, levels, smoothing);
                Blend(levels, band, image.Width, across.Origins[column], weights[column], down.Weights[row]);
                progress?.Report((row * across.Origins.Count + column + 1.0) / (down.Origins.Count * across.Origins.Count));
            }

            // Rows above the next row of tiles are complete.
            var first = down.Origins[row];
            var end = row + 1 < down.Origins.Count ? down.Origins[row + 1] : image.Height;
            var complete = (end - first) * image.Width * RgbImage.Channels;
            Round<T>(band.AsSpan(0, complete), result.AsSpan(first * image.Width * RgbImage.Channels));
            band.AsSpan(complete).CopyTo(band);
            band.AsSpan(band.Length - complete).Clear();
        }

        return result;
    }

    // The levels of a tile, before and after the network, are in one array for all tiles.
    private void Run<T>(Source<T> image, int x, int y, int width, int height, float[] levels, ResidueSmoothing? smoothing)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        Cut(image, x, y, width, height, levels);
        smoothing?.Keep(levels);
        network.Restore(levels, width, height, Samples.Top<T>());
        if (!LevelVectors.AreFinite(levels))
            throw new RestorationException(RestorationProblem.NotFinite, "The model's answer is not a number somewhere in the picture; its weights are not usable, choose another model.");
        smoothing?.Smooth(levels, Samples.Top<T>());
    }

    // The part of the picture under a tile; what lies outside is the picture's reflection.
    private static void Cut<T>(Source<T> image, int x, int y, int width, int height, float[] levels)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var within = Math.Min(width, image.Width - x);
        for (var row = 0; row < height; row++)
        {
            var line = Reflect(y + row, image.Height) * image.Width;
            var cut = levels.AsSpan(row * width * RgbImage.Channels, width * RgbImage.Channels);
            Samples.ToFloats<T>(image.Pixels.AsSpan((line + x) * RgbImage.Channels, within * RgbImage.Channels), cut);
            for (var column = within; column < width; column++)
            {
                var reflected = (line + Reflect(x + column, image.Width)) * RgbImage.Channels;
                Samples.ToFloats<T>(image.Pixels.AsSpan(reflected, RgbImage.Channels), cut[(column * RgbImage.Channels)..]);
            }
        }
    }

    private static int Reflect(int position, int length)
    {
        if (length == 1)
            return 0;
        var period = 2 * (length - 1);
        var place = position % period;
        return place < length ? place : period - place;
    }

    private static void Blend(float[] levels, float[] band, int imageWidth, int x, float[] across, float[] down)
    {
        var within = Math.Min(across.Length, (imageWidth - x) * RgbImage.Channels);
        for (var row = 0; row < down.Length; row++)
        {
            var to = (row * imageWidth + x) * RgbImage.Channels;
            LevelVectors.AddWeighted(band.AsSpan(to, within), levels.AsSpan(row * across.Length, within), across.AsSpan(0, within), down[row]);
        }
    }

    private static float[] ForEachChannel(float[] weights) => [.. weights.SelectMany(weight => Enumerable.Repeat(weight, RgbImage.Channels))];

    private static void Round<T>(ReadOnlySpan<float> levels, Span<T> samples)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var top = Samples.Top<T>();
        for (var i = 0; i < levels.Length; i++)
            samples[i] = T.CreateTruncating(Math.Clamp(MathF.Round(levels[i]), 0, top));
    }

    private int Multiple(int pixels) => Math.Max(network.Stride, pixels / network.Stride * network.Stride);

    private static bool IsOutOfMemory(Exception error) =>
        error is OutOfMemoryException
        || (error is System.Runtime.InteropServices.ExternalException
            && (error.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
                || error.Message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase)
                || error.Message.Contains("not enough memory", StringComparison.OrdinalIgnoreCase)));

    private readonly record struct Source<T>(int Width, int Height, T[] Pixels);
}
