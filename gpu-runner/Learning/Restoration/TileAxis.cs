namespace CloudRestore.Learning.Restoration;

/// <summary>
/// How one axis of a picture is covered by tiles: where they start and how much each counts at each of its pixels. The weights of all tiles
/// at a pixel add up to 1, and a tile's outermost pixels, which see the least around them, do not count where another tile covers them.
/// </summary>
internal sealed class TileAxis
{
    private const int DeadShare = 4; // One quarter of the overlap at a tile's edge does not count.

    private TileAxis(int tile, int[] origins, float[][] weights) => (Tile, Origins, Weights) = (tile, origins, weights);

    /// <summary>Pixels of a tile along this axis; a multiple of the stride.</summary>
    public int Tile { get; }

    /// <summary>Where tiles start, ascending; multiples of the stride.</summary>
    public IReadOnlyList<int> Origins { get; }

    /// <summary>For each tile the weights of its pixels.</summary>
    public IReadOnlyList<float[]> Weights { get; }

    /// <summary>Plans an axis.</summary>
    /// <param name="length">Pixels of the picture.</param>
    /// <param name="tile">Pixels of a tile at most, a multiple of the stride. Tiles are as small as their number allows.</param>
    /// <param name="overlap">Pixels that neighbours share at least, a multiple of the stride, below <paramref name="tile"/>.</param>
    /// <param name="stride">The network's stride.</param>
    public static TileAxis Plan(int length, int tile, int overlap, int stride)
    {
        var padded = RoundUp(length, stride);
        tile = Math.Min(tile, padded);
        var count = padded == tile ? 1 : (padded - overlap + (tile - overlap) - 1) / (tile - overlap);
        tile = Math.Min(tile, RoundUp((padded - overlap + count - 1) / count, stride) + overlap);
        var origins = new int[count];
        for (var i = 1; i < count; i++)
            origins[i] = (int)((long)i * (padded - tile) / (count - 1) / stride * stride);
        return new TileAxis(tile, origins, Weigh(origins, tile, overlap, padded));
    }

    private static int RoundUp(int pixels, int stride) => checked((pixels + stride - 1) / stride * stride);

    private static float[][] Weigh(int[] origins, int tile, int overlap, int padded)
    {
        var weights = new float[origins.Length][];
        var sums = new double[padded];
        for (var i = 0; i < origins.Length; i++)
        {
            weights[i] = new float[tile];
            for (var x = 0; x < tile; x++)
            {
                var left = i == 0 ? 1 : Ramp(x, overlap);
                var right = i == origins.Length - 1 ? 1 : Ramp(tile - 1 - x, overlap);
                weights[i][x] = (float)(left * right);
                sums[origins[i] + x] += weights[i][x];
            }
        }

        for (var i = 0; i < origins.Length; i++)
            for (var x = 0; x < tile; x++)
                weights[i][x] = (float)(weights[i][x] / sums[origins[i] + x]);
        return weights;
    }

    // Half a cosine from 0 to 1 over the overlap, with flat ends; a ramp and its mirror image add up to 1.
    private static double Ramp(int distance, int overlap)
    {
        var dead = overlap / DeadShare;
        var share = (distance + 0.5 - dead) / (overlap - 2 * dead);
        return 0.5 - 0.5 * Math.Cos(Math.PI * Math.Clamp(share, 0, 1));
    }
}
