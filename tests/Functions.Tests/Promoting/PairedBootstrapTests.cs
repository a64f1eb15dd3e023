using CloudRestore.Functions.Promoting;
using CloudRestore.Imaging.Damage;
using CsCheck;

namespace CloudRestore.Functions.Tests.Promoting;

public class PairedBootstrapTests
{
    private const double Rounding = 1e-9;

    private static readonly Gen<double[]> Differences = Gen.Double[-10, 10].Array[1, 30];

    [Fact]
    public void The_interval_lies_within_the_differences_and_its_ends_are_in_order() => Differences.Sample(differences =>
    {
        var (mean, low, high) = Of(differences);
        low.Should().BeLessThanOrEqualTo(high);
        low.Should().BeGreaterThanOrEqualTo(differences.Min() - Rounding);
        high.Should().BeLessThanOrEqualTo(differences.Max() + Rounding);
        mean.Should().BeApproximately(differences.Average(), Rounding);
    });

    [Fact]
    public void Shifting_every_difference_shifts_the_interval() => Gen.Select(Differences, Gen.Double[-5, 5]).Sample((differences, shift) =>
    {
        var (_, low, high) = Of(differences);
        var (_, shiftedLow, shiftedHigh) = Of([.. differences.Select(difference => difference + shift)]);
        shiftedLow.Should().BeApproximately(low + shift, Rounding);
        shiftedHigh.Should().BeApproximately(high + shift, Rounding);
    });

    [Fact]
    public void Exchanging_the_two_models_mirrors_the_interval() => Differences.Sample(differences =>
    {
        var (_, low, high) = Of(differences);
        var (_, otherLow, otherHigh) = Of([.. differences.Select(difference => -difference)]);
        otherLow.Should().BeApproximately(-high, Rounding);
        otherHigh.Should().BeApproximately(-low, Rounding);
    });

    [Fact]
    public void Equal_differences_leave_no_doubt() => Gen.Select(Gen.Double[-10, 10], Gen.Int[1, 30]).Sample((difference, count) =>
    {
        var (_, low, high) = Of([.. Enumerable.Repeat(difference, count)]);
        low.Should().BeApproximately(difference, Rounding);
        high.Should().BeApproximately(difference, Rounding);
    });

    [Fact]
    public void More_confidence_never_narrows_the_interval() => Differences.Sample(differences =>
    {
        var (_, low, high) = Of(differences, confidence: 0.8);
        var (_, lower, higher) = Of(differences, confidence: 0.99);
        lower.Should().BeLessThanOrEqualTo(low);
        higher.Should().BeGreaterThanOrEqualTo(high);
    });

    [Fact]
    public void The_lower_end_is_below_the_true_mean_about_as_often_as_the_confidence_says()
    {
        var random = new SeededRandom(7);
        const int Repeats = 400;

        var below = Enumerable.Range(0, Repeats).Count(_ =>
            PairedBootstrap.Of([.. Enumerable.Range(0, 30).Select(_ => 1 + random.NextGaussian())], 400, 0.95, 3).Low < 1);

        ((double)below / Repeats).Should().BeInRange(0.90, 0.98);
    }

    [Fact]
    public void No_differences_are_refused() => ((Action)(() => Of([]))).Should().Throw<ArgumentOutOfRangeException>();

    private static (double Mean, double Low, double High) Of(double[] differences, double confidence = 0.95) => PairedBootstrap.Of(differences, 200, confidence, seed: 42);
}
