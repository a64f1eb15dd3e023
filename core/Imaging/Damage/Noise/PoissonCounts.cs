namespace CloudRestore.Imaging.Damage.Noise;

/// <summary>Draws from the Poisson distributions with means 0 to 255 by searching their cumulative tables, which are made when first needed.</summary>
internal static class PoissonCounts
{
    private static readonly Lazy<double[]>[] Tables = [.. Enumerable.Range(0, 256).Select(mean => new Lazy<double[]>(() => Table(mean)))];

    /// <summary>A count.</summary>
    /// <param name="mean">The mean, 0 to 255.</param>
    /// <param name="random">One number is drawn.</param>
    public static int Draw(int mean, SeededRandom random)
    {
        var at = Array.BinarySearch(Tables[mean].Value, random.NextDouble());
        // A number that is found belongs to the next count; one that is not is answered with the complement of its place.
        return at >= 0 ? at + 1 : ~at;
    }

    private static double[] Table(int mean)
    {
        // Beyond ten standard deviations nothing is left in double precision.
        var cumulative = new double[mean + (int)(10 * Math.Sqrt(mean)) + 10];
        var (probability, sum) = (ElementaryFunctions.Exp(-mean), 0.0);
        for (var count = 0; count < cumulative.Length; count++)
        {
            cumulative[count] = sum += probability;
            probability *= mean / (count + 1.0);
        }

        return cumulative;
    }
}
