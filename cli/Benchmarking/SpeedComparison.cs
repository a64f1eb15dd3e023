using CloudRestore.Learning.Benchmarks;

namespace CloudRestore.Cli.Benchmarking;

/// <summary>Measures our ways and the plain way in turns, with the machine's peak beside each pair, so that what else runs disturbs all alike.</summary>
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
    /// <param name="network">The preset, or for inference a model folder.</param>
    /// <param name="ways">Our ways.</param>
    /// <param name="rounds">Measurements of each.</param>
    /// <param name="seconds">How long each is at least.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>One result a way.</returns>
    public static async Task<IReadOnlyList<Result>> MeasureAsync(
        string kind, string network, IReadOnlyList<string> ways, int rounds, double seconds, CancellationToken cancellationToken)
    {
        var ours = new List<BenchmarkProcess>();
        try
        {
            foreach (var way in ways)
                ours.Add(await BenchmarkProcess.StartAsync(kind, network, way, cancellationToken));
            var measured = ours.ConvertAll(_ => new List<Round>());
            for (var round = 0; round < rounds; round++)
            {
                var seen = new List<double>();
                foreach (var process in ours)
                    seen.Add(await process.MeasureAsync(seconds, cancellationToken));
                var peak = GemmPeak.Measure();
                // A process of its own for each round: without huge pages one has luck with its memory and the next has not.
                await using var plain = await BenchmarkProcess.StartAsync(kind, network, ComputeWay.Plain, cancellationToken);
                var plainSeconds = await plain.MeasureAsync(seconds, cancellationToken);
                foreach (var (rows, ourSeconds) in measured.Zip(seen))
                    rows.Add(new Round(ourSeconds, plainSeconds, peak));
            }

            return [.. ours.Zip(measured, Of)];
        }
        finally
        {
            foreach (var process in ours)
                await process.DisposeAsync();
        }
    }

    private static Result Of(BenchmarkProcess process, List<Round> rounds) => new(
        Median(rounds.Select(round => process.Units / round.Seconds)),
        Median(rounds.Select(round => process.Units / round.PlainSeconds)),
        Median(rounds.Select(round => round.PlainSeconds / round.Seconds)),
        Median(rounds.Select(round => process.Operations / round.Seconds / 1e9 / round.Peak)));

    /// <summary>The middle value; of an even number the upper of the two.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private readonly record struct Round(double Seconds, double PlainSeconds, double Peak);
}
