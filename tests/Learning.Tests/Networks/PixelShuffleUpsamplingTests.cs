using CloudRestore.Learning.Networks;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Tests.Networks;

public sealed class PixelShuffleUpsamplingTests
{
    [Fact]
    public void It_starts_as_nearest_neighbour_enlargement()
    {
        using var scope = NewDisposeScope();
        using var source = new WeightSource(1);
        using var upsampling = new PixelShuffleUpsampling(6, 4, blur: false, source);
        var output = upsampling.call(randn(1, 6, 5, 7));
        var corners = output.slice(2, 0, 10, 2).slice(3, 0, 14, 2);
        var enlarged = corners.repeat_interleave(2, 2).repeat_interleave(2, 3);
        (output - enlarged).abs().max().item<float>().Should().BeLessThan(1e-6f);
        output.std().item<float>().Should().BeGreaterThan(0.1f);
    }

    [Fact]
    public void The_blur_averages_a_pixel_with_those_above_and_left_of_it()
    {
        using var scope = NewDisposeScope();
        using var first = new WeightSource(1);
        using var second = new WeightSource(1);
        using var sharp = new PixelShuffleUpsampling(6, 4, blur: false, first);
        using var blurred = new PixelShuffleUpsampling(6, 4, blur: true, second);
        var input = randn(1, 6, 5, 7);
        var plain = sharp.call(input);
        var soft = blurred.call(input);
        soft.shape.Should().Equal(plain.shape);
        var expected = (plain[0, 0, 3, 5] + plain[0, 0, 2, 5] + plain[0, 0, 3, 4] + plain[0, 0, 2, 4]) / 4;
        soft[0, 0, 3, 5].item<float>().Should().BeApproximately(expected.item<float>(), 1e-6f);
        soft[0, 0, 0, 0].item<float>().Should().BeApproximately(plain[0, 0, 0, 0].item<float>(), 1e-6f);
    }
}
