using CloudRestore.Imaging.Damage;

namespace CloudRestore.Functions.Promoting;

/// <summary>The percentile bootstrap of a mean of paired differences (Efron and Tibshirani 1993, chapter 13), seeded.</summary>
internal static class PairedBootstrap
{
    /// <summary>The mean, and the ends of its interval, each of one side.</summary>
    /// <param name="differences">One for each pair; at least one.</param>
    /// <param name="resamples">How often the pairs are drawn anew, at least 1.</param>
    /// <param name="confidence">How sure each end is, 0.5 to below 1.</param>
    /// <param name="seed">The same seed gives the same interval on every machine.</param>
    public static (double Mean, double Low, double High) Of(IReadOnlyList<double> differences, int resamples, double confidence, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(differences.Count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        if (!(confidence is >= 0.5 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "The confidence must be at least 0.5 and below 1.");
        var random = new SeededRandom(seed);
        var means = new double[resamples];
        for (var i = 0; i < resamples; i++)
        {
            var sum = 0.0;
            for (var drawn = 0; drawn < differences.Count; drawn++)
                sum += differences[random.NextInt(0, differences.Count - 1)];
            means[i] = sum / differences.Count;
        }

        Array.Sort(means);
        var tail = Math.Min((int)((1 - confidence) * resamples), (resamples - 1) / 2);
        return (differences.Average(), means[tail], means[resamples - 1 - tail]);
    }
}
