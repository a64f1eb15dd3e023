using CloudRestore.Imaging.Damage;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Benchmarks;

/// <summary>Pictures of noise.</summary>
internal static class Noise
{
    /// <summary>N×3×size×size float32, between -2 and 2 as normalised pictures are.</summary>
    public static Tensor Pictures(int count, int size, ulong seed) =>
        tensor(Values(count, size, seed), [count, 3, size, size]).DetachFromDisposeScope();

    /// <summary>The numbers of such pictures, row by row.</summary>
    public static float[] Values(int count, int size, ulong seed)
    {
        var random = new SeededRandom(seed);
        var values = new float[count * 3 * size * size];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)((random.NextDouble() * 4) - 2);
        return values;
    }
}
