using CloudRestore.Learning.Onnx.Quantisation;

namespace CloudRestore.Learning.Tests.Onnx.Quantisation;

public sealed class ActivationHistogramTests
{
    [Fact]
    public void Without_a_share_to_spare_the_range_holds_every_value()
    {
        var range = Of([-2, 0.5f, 7]).Range(0);
        range.Lowest.Should().BeApproximately(-2, 1e-6f);
        range.Highest.Should().BeApproximately(7, 1e-6f);
    }

    [Fact]
    public void Outliers_within_the_share_are_left_out()
    {
        float[] values = [.. Enumerable.Range(0, 10_000).Select(i => i / 10_000f), 100, -50];
        var range = Of(values).Range(0.0005);
        range.Highest.Should().BeInRange(0.9f, 1.1f);
        range.Lowest.Should().BeInRange(-0.1f, 0);
    }

    [Fact]
    public void Zero_is_in_every_range_and_has_a_byte_of_its_own()
    {
        var above = Of([3, 4, 5]).Range(0);
        (above.Lowest, above.Zero).Should().Be((0, (byte)0));
        var below = Of([-5, -3]).Range(0);
        (below.Highest, below.Zero).Should().Be((0, (byte)255));
    }

    private static ActivationHistogram Of(float[] values)
    {
        var histogram = new ActivationHistogram(values.Min(), values.Max());
        histogram.Add(values);
        return histogram;
    }
}
