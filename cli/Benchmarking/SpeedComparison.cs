using CloudRestore.Learning.Benchmarks;

namespace CloudRestore.Cli.Benchmarking;

/// <summary>Measures our way and the plain way in turns, with the machine's peak beside each pair, so that what else runs disturbs all alike.</summary>
internal static class SpeedComparison
{
    /// <summary>What came out.</summary>
    /// <param name="UnitsPerSecond">Our way: the median.</param>
    /// <param name="PlainUnitsPerSecond">The plain way: the median.</param>
    /// <param name="Ratio">The median of the pairs' ratios.</param>
    /// <param name="OfPeak">The median of useful operations a second over the product of matrices measured beside them.</param>
    internal sealed record Result(double UnitsPerSecond, double PlainUnitsPerSecond, double Ratio, double OfPeak);

    /// <summary>Compares.</summary>
    /// <param name="kind">A kind of <see cref="BenchmarkProcess"/>.</param>
    /// <param name="preset">The preset.</param>
    /// <param name="rounds">Pairs of measurements.</param>
    /// <param name="seconds">How long each is at least.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Result> MeasureAsync(string kind, string preset, int rounds, double seconds, CancellationToken cancellationToken)
    {
        await using var ours = await BenchmarkProcess.StartAsync(kind, preset, ComputeWay.Ours, cancellationToken);
        await using var plain = await BenchmarkProcess.StartAsync(kind, preset, ComputeWay.Plain, cancellationToken);
        List<double> our = [], their = [], ratios = [], shares = [];
        for (var round = 0; round < rounds; round++)
        {
            var ourSeconds = await ours.MeasureAsync(seconds, cancellationToken);
            var peak = GemmPeak.Measure();
            var plainSeconds = await plain.MeasureAsync(seconds, cancellationToken);
            our.Add(ours.Units / ourSeconds);
            their.Add(plain.Units / plainSeconds);
            ratios.Add(plainSeconds / ourSeconds);
            shares.Add(ours.Operations / ourSeconds / 1e9 / peak);
        }

        return new Result(Median(our), Median(their), Median(ratios), Median(shares));
    }

    /// <summary>The middle value; of an even number the upper of the two.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
