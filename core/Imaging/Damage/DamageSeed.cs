using System.Globalization;

namespace CloudRestore.Imaging.Damage;

/// <summary>Seeds that are functions of what they are for, so that order and parallelism change nothing.</summary>
public static class DamageSeed
{
    private const int Sha256HexLength = 64;

    /// <summary>The seed of one photograph in one run.</summary>
    /// <param name="runSeed">The run's seed.</param>
    /// <param name="photographSha256">SHA-256 of the file's content, 64 hexadecimal digits of either case.</param>
    /// <exception cref="ArgumentException">The hash is not 64 hexadecimal digits.</exception>
    public static ulong For(ulong runSeed, string photographSha256)
    {
        ArgumentNullException.ThrowIfNull(photographSha256);
        if (photographSha256.Length != Sha256HexLength || !photographSha256.All(char.IsAsciiHexDigit))
            throw new ArgumentException("A SHA-256 has 64 hexadecimal digits.", nameof(photographSha256));
        var seed = runSeed;
        for (var at = 0; at < Sha256HexLength; at += 16)
            seed = Mix(seed, ulong.Parse(photographSha256.AsSpan(at, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return seed;
    }

    /// <summary>A seed for part <paramref name="part"/> of what <paramref name="seed"/> is for.</summary>
    internal static ulong Mix(ulong seed, ulong part)
    {
        var state = Next(ref seed) ^ part;
        return Next(ref state);
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014): advances the state and returns the next number.</summary>
    internal static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
