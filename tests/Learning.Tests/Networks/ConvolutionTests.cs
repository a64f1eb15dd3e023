using CloudRestore.Learning.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Tests.Networks;

public sealed class ConvolutionTests
{
    /// <summary>Among them the shapes that oneDNN gets wrong in one layout or the other.</summary>
    [Theory]
    [InlineData(3, 8, 7, 2, 64)]
    [InlineData(8, 8, 3, 1, 16)]
    [InlineData(8, 16, 1, 2, 16)]
    [InlineData(8, 16, 3, 2, 16)]
    [InlineData(12, 20, 3, 1, 16)]
    [InlineData(11, 11, 3, 1, 64)]
    [InlineData(15, 3, 1, 1, 64)]
    [InlineData(256, 512, 1, 1, 4)]
    [InlineData(64, 128, 4, 2, 8)]
    [InlineData(128, 1, 4, 1, 5)]
    public void Values_and_gradients_agree_with_double_precision(long inputs, long outputs, long size, long stride, long side)
    {
        Check(pictures: 2, inputs, outputs, size, stride, side);
    }

    /// <summary>Maps that libtorch itself would not give to oneDNN, on either side of its bound of 20,480 elements.</summary>
    [Theory]
    [InlineData(256, 64, 3, 1, 8)]
    [InlineData(80, 16, 3, 1, 16)]
    [InlineData(80, 16, 3, 2, 17)]
    [InlineData(8, 8, 3, 1, 1)]
    public void One_small_picture_alone_is_convolved_as_well(long inputs, long outputs, long size, long stride, long side) =>
        Check(pictures: 1, inputs, outputs, size, stride, side);

    private static void Check(long pictures, long inputs, long outputs, long size, long stride, long side)
    {
        using var scope = NewDisposeScope();
        using var source = new WeightSource(3);
        var input = source.KaimingFanIn(pictures, inputs, side, side);
        var kernel = source.KaimingFanIn(outputs, inputs, size, size);
        var bias = source.UnitVector(outputs);
        var padding = (size - 1) / 2;
        var fast = Differentiate(ScalarType.Float32, (x, w, b) => Convolution.Of(x, w, b, stride, padding));
        var exact = Differentiate(ScalarType.Float64, (x, w, b) => functional.conv2d(x, w, b, [stride, stride], [padding, padding]));
        foreach (var (ours, reference) in fast.Zip(exact))
        {
            var error = (ours.to(ScalarType.Float64) - reference).abs().max() / reference.abs().max();
            error.item<double>().Should().BeLessThan(1e-5);
        }

        Tensor[] Differentiate(ScalarType type, Func<Tensor, Tensor, Tensor, Tensor> convolve)
        {
            Tensor[] leaves = [.. new[] { input, kernel, bias }.Select(tensor => tensor.to(type).detach().clone().requires_grad_())];
            var output = convolve(leaves[0], leaves[1], leaves[2]);
            // Uneven weights, so that no gradient is constant.
            var weights = arange(output.numel(), ScalarType.Float64).sin().reshape(output.shape).to(type);
            (output * weights).sum().backward();
            return [output, .. leaves.Select(leaf => leaf.grad!)];
        }
    }
}
