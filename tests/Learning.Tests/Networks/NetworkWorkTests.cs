using CloudRestore.Learning.Networks;
using static TorchSharp.torch;
using Generator = CloudRestore.Learning.Networks.Generator;

namespace CloudRestore.Learning.Tests.Networks;

public class NetworkWorkTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_convolution_counts_two_operations_for_each_weight_at_each_place(int pictures)
    {
        using var scope = NewDisposeScope();
        var (input, kernel) = (zeros(pictures, 8, 10, 12), zeros(4, 8, 3, 3));
        NetworkWork.FloatingPointOperations(() => Convolution.Of(input, kernel, null, 1, 1)).Should().Be(2.0 * pictures * 10 * 12 * 4 * 8 * 9);
    }

    [Fact]
    public void The_lesson_s_network_does_about_31_thousand_million_multiplications_for_256_x_256()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = new Generator(new GeneratorOptions());
        generator.eval();
        var operations = NetworkWork.FloatingPointOperations(() => generator.call(zeros(1, 3, 256, 256)));
        (operations / 2e9).Should().BeInRange(30, 32);
    }

    [Fact]
    public void Nothing_is_counted_afterwards()
    {
        using var scope = NewDisposeScope();
        var (input, kernel) = (zeros(2, 8, 8, 8), zeros(4, 8, 3, 3));
        NetworkWork.FloatingPointOperations(() => { }).Should().Be(0);
        Convolution.Of(input, kernel, null, 1, 1);
        NetworkWork.FloatingPointOperations(() => { }).Should().Be(0);
    }
}
