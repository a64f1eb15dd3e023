using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Presets;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Generator = CloudRestore.Learning.Networks.Generator;

namespace CloudRestore.Learning.Tests.Networks;

/// <summary>bfloat16 has 8 bits of mantissa: one rounding is an error of up to 0.4 %.</summary>
public sealed class MixedPrecisionTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    /// <summary>Channels that oneDNN gets wrong, channels that fill no vector of the processor, kernels of the stem and of the view at half size, and a map of one place.</summary>
    [Theory]
    [InlineData(2, 3, 8, 7, 2, 64)]
    [InlineData(2, 3, 24, 6, 2, 32)]
    [InlineData(2, 8, 16, 1, 2, 16)]
    [InlineData(2, 12, 20, 3, 1, 16)]
    [InlineData(2, 11, 11, 3, 1, 64)]
    [InlineData(2, 16, 13, 3, 2, 16)]
    [InlineData(2, 96, 48, 3, 1, 48)]
    [InlineData(2, 48, 12, 3, 1, 48)]
    [InlineData(2, 15, 3, 1, 1, 64)]
    [InlineData(2, 256, 512, 3, 2, 4)]
    [InlineData(2, 128, 128, 3, 1, 1)]
    [InlineData(1, 80, 16, 3, 1, 16)]
    public void Convolutions_in_bfloat16_agree_with_double_precision_within_their_rounding(long pictures, long inputs, long outputs, long size, long stride, long side)
    {
        using var source = new WeightSource(3);
        var padding = (size - 1) / 2;
        Tensor[] factors = [source.KaimingFanIn(pictures, inputs, side, side), source.KaimingFanIn(outputs, inputs, size, size), source.UnitVector(outputs)];

        var mixed = Differentiate(ScalarType.Float32, (x, w, b) => Convolution.Of(x.to(ScalarType.BFloat16), w, b, stride, padding));
        var exact = Differentiate(ScalarType.Float64, (x, w, b) => functional.conv2d(x, w, b, [stride, stride], [padding, padding]));

        foreach (var (ours, reference) in mixed.Zip(exact))
            RelativeError(ours, reference).Should().BeLessThan(0.005);

        // The factors are what bfloat16 can say, so that only sums and results are rounded.
        Tensor[] Differentiate(ScalarType type, Func<Tensor, Tensor, Tensor, Tensor> convolve)
        {
            Tensor[] leaves = [.. factors.Select(tensor => Rounded(tensor).to(type).detach().clone().requires_grad_())];
            var output = convolve(leaves[0], leaves[1], leaves[2]).to(type);
            (output * Rounded(arange(output.numel(), ScalarType.Float64).sin().reshape(output.shape)).to(type)).sum().backward();
            return [output, .. leaves.Select(leaf => leaf.grad!)];
        }

        static Tensor Rounded(Tensor tensor) => tensor.to(ScalarType.BFloat16);
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("lesson7")] // with self-attention and an end at full size
    public void A_generator_in_training_gives_almost_the_same_and_learns_in_almost_the_same_direction(string preset)
    {
        var options = PresetCatalog.Load(preset).Generator with { Width = 0.25, Depth = 18 };
        using var single = new Generator(options);
        using var mixed = new Generator(options) { TrainsInMixedPrecision = true };
        var input = arange(2 * 3 * 64 * 64, ScalarType.Float32).sin().reshape(2, 3, 64, 64);

        var (expected, expectedGradients) = Learn(single, input);
        var (output, gradients) = Learn(mixed, input);

        output.dtype.Should().Be(ScalarType.Float32);
        output.equal(expected).all().item<bool>().Should().BeFalse("it was computed otherwise");
        RelativeError(output, expected).Should().BeLessThan(0.05);
        Cosine(gradients, expectedGradients).Should().BeGreaterThan(0.98);
        mixed.parameters().Should().OnlyContain(parameter => parameter.dtype == ScalarType.Float32 && parameter.grad!.dtype == ScalarType.Float32);
    }

    [Fact]
    public void Photographs_are_restored_in_float32_whatever_it_was_trained_in()
    {
        var options = PresetCatalog.Load("tiny").Generator;
        using var single = new Generator(options);
        using var mixed = new Generator(options) { TrainsInMixedPrecision = true };
        single.eval();
        mixed.eval();
        var input = arange(3 * 64 * 64, ScalarType.Float32).sin().reshape(1, 3, 64, 64);

        mixed.call(input).equal(single.call(input)).all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void It_is_for_presets_that_ask_for_it_on_processors_that_have_it()
    {
        MixedPrecision.IsFor(TrainingPrecision.Single, CPU).Should().BeFalse();
        MixedPrecision.IsFor(TrainingPrecision.Mixed, CPU).Should().Be(MixedPrecision.IsInHardware);
        MixedPrecision.IsFor(TrainingPrecision.Mixed, new Device("cuda:0")).Should().BeFalse();
    }

    public void Dispose() => _scope.Dispose();

    private static (Tensor Output, Tensor Gradients) Learn(Generator generator, Tensor input)
    {
        generator.train();
        // The residual head starts at zero; a difference would be lost in it.
        using (no_grad())
        {
            foreach (var (_, parameter) in generator.named_parameters().Where(p => p.name.EndsWith("weight_g", StringComparison.Ordinal)))
                parameter.copy_(full_like(parameter, 0.5f));
        }
        var output = generator.call(input);
        output.square().mean().backward();
        return (output, cat([.. generator.parameters().Select(parameter => parameter.grad!.flatten())]));
    }

    private static double RelativeError(Tensor ours, Tensor reference) =>
        ((ours.to(ScalarType.Float64) - reference.to(ScalarType.Float64)).abs().max() / reference.to(ScalarType.Float64).abs().max()).item<double>();

    private static double Cosine(Tensor a, Tensor b) => (a.dot(b) / (a.norm() * b.norm())).item<float>();
}
