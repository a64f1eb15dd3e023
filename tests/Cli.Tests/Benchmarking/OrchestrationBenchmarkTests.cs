using CloudRestore.Cli.Benchmarking;

namespace CloudRestore.Cli.Tests.Benchmarking;

public sealed class OrchestrationBenchmarkTests
{
    [Fact]
    public async Task It_counts_every_activity_and_compares_the_widest_fan_out_with_the_narrowest()
    {
        var report = await OrchestrationBenchmark.MeasureAsync(new(10, [5, 20, 40], 1), TestContext.Current.CancellationToken);

        (report.Many.Orchestrations, report.Many.ActivitiesEach).Should().Be((10, 5));
        report.Many.ActivitiesPerSecond.Should().BeApproximately(5 * report.Many.OrchestrationsPerSecond, 1e-6);
        report.FanOuts.Select(static speed => speed.Activities).Should().Equal(5, 20, 40);
        report.FanOuts.Should().OnlyContain(static speed => speed.MicrosecondsPerActivity > 0 && speed.ProcessorMicrosecondsPerActivity >= 0);
        report.Growth.Should().Be(report.FanOuts[2].MicrosecondsPerActivity / report.FanOuts[0].MicrosecondsPerActivity);
    }
}
