namespace CloudRestore.Learning.Data;

/// <summary>
/// Random numbers that are a function of a seed and a key (SplitMix64; Steele, Lea and Flood, 2014), the same on every machine for ever.
/// Sampling by key in place of a running generator is what lets training resume from nothing but a step number.
/// </summary>
internal struct KeyedRandom(ulong seed, ulong key)
{
    private ulong _state = Mix(seed ^ Mix(key + 0x9E3779B97F4A7C15));

    /// <summary>The next 64 bits.</summary>
    public ulong NextUInt64() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in [0, <paramref name="bound"/>).</summary>
    public int Below(int bound) => (int)Math.BigMul(NextUInt64(), (ulong)bound, out _);

    /// <summary>A seed for one purpose out of a run's seed.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="purpose">A word, such as a stage's name.</param>
    /// <param name="number">A number, such as a phase or a step.</param>
    public static ulong Derive(ulong seed, string purpose, long number = 0)
    {
        var value = seed;
        foreach (var letter in purpose)
            value = Mix(value ^ letter) + 0x9E3779B97F4A7C15;
        return Mix(value ^ Mix((ulong)number));
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
