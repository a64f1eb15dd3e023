using System.Numerics;

namespace CloudRestore.Imaging.Damage;

/// <summary>
/// xoshiro256** 1.0 (Blackman and Vigna 2018), its state filled by SplitMix64: the same numbers on every machine and every .NET version.
/// </summary>
public sealed class SeededRandom
{
    private ulong _s0, _s1, _s2, _s3;
    private double? _spareGaussian;

    /// <summary>Starts the sequence that belongs to <paramref name="seed"/>; every value is a good seed.</summary>
    public SeededRandom(ulong seed)
    {
        _s0 = DamageSeed.Next(ref seed);
        _s1 = DamageSeed.Next(ref seed);
        _s2 = DamageSeed.Next(ref seed);
        _s3 = DamageSeed.Next(ref seed);
    }

    /// <summary>The next 64 bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A whole number, each in the range equally likely.</summary>
    /// <param name="least">The least number that can come.</param>
    /// <param name="most">The greatest number that can come, at least <paramref name="least"/>.</param>
    public int NextInt(int least, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, least);
        var count = (ulong)((long)most - least) + 1;
        // The last, incomplete run of numbers would favour small ones.
        var end = ulong.MaxValue - (ulong.MaxValue % count);
        ulong drawn;
        do
            drawn = NextUInt64();
        while (drawn >= end);
        return (int)(least + (long)(drawn % count));
    }

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public double NextDouble(double least, double most) => least + (NextDouble() * (most - least));

    /// <summary>A number of the normal distribution with mean 0 and standard deviation 1, by the polar method (Marsaglia and Bray 1964).</summary>
    public double NextGaussian()
    {
        if (_spareGaussian is { } spare)
        {
            _spareGaussian = null;
            return spare;
        }

        double x, y, square;
        do
        {
            (x, y) = (NextDouble(-1, 1), NextDouble(-1, 1));
            square = (x * x) + (y * y);
        }
        while (square is >= 1 or 0);
        var factor = Math.Sqrt(-2 * ElementaryFunctions.Log(square) / square);
        _spareGaussian = y * factor;
        return x * factor;
    }
}
