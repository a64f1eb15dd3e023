using System.Text.Json;
using CloudRestore.Cli.Benchmarking;
using CloudRestore.Core.Serialization;

namespace CloudRestore.Cli.Tests.Benchmarking;

/// <summary>What the benchmarks say of the figures that the product promises on any machine.</summary>
public sealed class BoundTests
{
    [Theory]
    [InlineData(0.95, true, "met: time for an activity, 10,000 over 100 activities, at most 1.5; it is 0.95")]
    [InlineData(1.5, true, "met: time for an activity, 10,000 over 100 activities, at most 1.5; it is 1.50")]
    [InlineData(1.5001, false, "NOT MET: time for an activity, 10,000 over 100 activities, at most 1.5; it is 1.5001")]
    [InlineData(12, false, "NOT MET: time for an activity, 10,000 over 100 activities, at most 1.5; it is 12.00")]
    public void Time_for_an_activity_may_grow_by_half(double growth, bool isMet, string sentence)
    {
        FanOutSpeed[] fanOuts = [new(100, 10_000, 100, 50), new(1_000, 10_000, 100, 50), new(10_000, 10_000 / growth, 100 * growth, 900)];
        var report = new OrchestrationReport(new(1_000, 5, 400, 2_000), fanOuts, growth, ProcessorGrowth: 18);

        report.GrowthBound.IsMet.Should().Be(isMet, "time counts, and not the processor's");
        report.GrowthBound.ToString().Should().Be(sentence);
        InJson(report, "growthBound").Should().Be((1.5, growth, isMet));
    }

    [Theory]
    [InlineData(0.6, true, "met: seconds beside the runner's, of the slowest upload, at most 1; it is 0.60")]
    [InlineData(1.25, false, "NOT MET: seconds beside the runner's, of the slowest upload, at most 1; it is 1.25")]
    public void No_upload_may_wait_more_than_a_second_beside_its_restoration(double worst, bool isMet, string sentence)
    {
        var report = new UploadReport(20, MedianSeconds: 9, MedianJobSeconds: 8.6, MedianOverheadSeconds: 0.4, worst);

        report.OverheadBound.IsMet.Should().Be(isMet, "the slowest counts, and not the median");
        report.OverheadBound.ToString().Should().Be(sentence);
        InJson(report, "overheadBound").Should().Be((1, worst, isMet));
    }

    private static (double AtMost, double Measured, bool IsMet) InJson<T>(T report, string bound)
    {
        var found = JsonSerializer.SerializeToNode(report, CoreJson.Indented)![bound]!;
        return (found["atMost"]!.GetValue<double>(), found["measured"]!.GetValue<double>(), found["isMet"]!.GetValue<bool>());
    }
}
