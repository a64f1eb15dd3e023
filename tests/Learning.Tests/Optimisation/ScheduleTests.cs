using CloudRestore.Learning.Optimisation;
using CsCheck;

namespace CloudRestore.Learning.Tests.Optimisation;

public sealed class ScheduleTests
{
    private static readonly Gen<OneCycle> Cycles =
        from steps in Gen.Long[1, 2000] from peak in Gen.Double[0, 1] select new OneCycle { Steps = steps, PeakAt = peak };

    [Fact]
    public void The_rate_climbs_to_its_peak_and_falls_after_it_and_the_momentum_does_the_opposite() => Cycles.Sample(cycle =>
    {
        for (var step = 1L; step < cycle.Steps; step++)
        {
            var (before, now) = (cycle.At(step - 1), cycle.At(step));
            var climbs = step <= cycle.ClimbingSteps;
            Assert.Equal(climbs, now.RateFactor > before.RateFactor);
            Assert.Equal(climbs, now.Momentum < before.Momentum);
        }
    }, iter: 50);

    [Fact]
    public void The_peak_is_reached_once_at_the_end_of_the_climb() => Cycles.Sample(cycle =>
    {
        var peak = cycle.At(cycle.ClimbingSteps);
        peak.RateFactor.Should().BeApproximately(1, 1e-12);
        peak.Momentum.Should().BeApproximately(0.85, 1e-12);
    });

    [Fact]
    public void It_starts_at_a_twenty_fifth_and_nears_one_part_in_250_000()
    {
        var cycle = new OneCycle { Steps = 100_000 };
        cycle.At(0).RateFactor.Should().BeApproximately(1 / 25.0, 1e-12);
        cycle.At(0).Momentum.Should().BeApproximately(0.95, 1e-12);
        cycle.At(99_999).RateFactor.Should().BeApproximately(1 / 250_000.0, 1e-8);
        cycle.At(99_999).Momentum.Should().BeApproximately(0.95, 1e-6);
    }

    [Fact]
    public void A_step_outside_the_cycle_is_refused()
    {
        var read = () => new OneCycle { Steps = 10 }.At(10);
        read.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Discriminative_rates_grow_by_one_ratio_from_lowest_to_highest()
    {
        DiscriminativeRates.Slice(1e-6, 1e-3, 3).Should().SatisfyRespectively(
            first => first.Should().BeApproximately(1e-6, 1e-12),
            second => second.Should().BeApproximately(3.1623e-5, 1e-9),
            third => third.Should().Be(1e-3));
        DiscriminativeRates.Slice(1e-6, 1e-3, 1).Should().Equal(1e-3);
        DiscriminativeRates.TenthBelow(1e-3, 2).Should().Equal(1e-4, 1e-3);
        DiscriminativeRates.Same(0.5, 2).Should().Equal(0.5, 0.5);
    }
}
