namespace CloudRestore.Learning.Data;

/// <summary>
/// Seeds that are a function of a run's seed and of what they are for. Sampling from such seeds in place of one running generator is what
/// lets training resume from nothing but a step number.
/// </summary>
internal static class SampleSeed
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    /// <summary>A seed for one purpose.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="purpose">A word, such as a stage's name.</param>
    /// <param name="number">A number, such as a phase or a step.</param>
    public static ulong Derive(ulong seed, string purpose, long number = 0)
    {
        var value = seed;
        foreach (var letter in purpose)
            value = Mix(value ^ letter) + GoldenGamma;
        return Mix(value ^ Mix((ulong)number + GoldenGamma));
    }

    // The finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
