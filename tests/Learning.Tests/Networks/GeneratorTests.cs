using System.ComponentModel.DataAnnotations;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Safetensors;
using TorchSharp;
using static TorchSharp.torch;
using Generator = CloudRestore.Learning.Networks.Generator;

namespace CloudRestore.Learning.Tests.Networks;

public sealed class GeneratorTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    internal static GeneratorOptions Tiny => new() { Depth = 18, Width = 0.125, Seed = 7 };

    private static GeneratorOptions Gated => Tiny with { FullSizeBlock = false, LastCross = false, Head = GeneratorHead.Gated };

    [Fact]
    public void The_lesson_s_network_has_about_41_million_parameters_21_of_them_in_the_encoder()
    {
        using var generator = new Generator(new GeneratorOptions());
        generator.EncoderParameters().Sum(p => p.Parameter.numel()).Should().Be(21_284_672);
        // 184,321 of them in the attention.
        generator.parameters().Sum(p => p.numel()).Should().Be(41_413_534);
    }

    [Theory]
    [InlineData(GeneratorHead.SigmoidRange, true, true)]
    [InlineData(GeneratorHead.Residual, false, false)]
    public void The_output_has_the_input_s_size(GeneratorHead head, bool attention, bool lastCross)
    {
        using var generator = new Generator(Tiny with { Head = head, SelfAttention = attention, LastCross = lastCross });
        generator.call(randn(2, 3, 32, 64)).shape.Should().Equal(2, 3, 32, 64);
    }

    [Fact]
    public void The_sigmoid_head_stays_within_three()
    {
        using var generator = new Generator(Tiny);
        var output = generator.call(randn(1, 3, 32, 32) * 100);
        output.abs().max().item<float>().Should().BeLessThanOrEqualTo(3);
    }

    [Fact]
    public void The_residual_head_starts_as_the_identity()
    {
        using var generator = new Generator(Tiny with { Head = GeneratorHead.Residual });
        var input = randn(1, 3, 32, 32);
        generator.call(input).equal(input).all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void The_gated_head_starts_close_to_the_identity()
    {
        using var generator = new Generator(Gated);
        var input = randn(1, 3, 32, 32);
        (generator.call(input) - input).abs().le(input.abs().mul(0.02)).all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void Where_its_gate_is_closed_the_input_is_not_seen()
    {
        using var generator = new Generator(Gated);
        using var _ = no_grad();
        var bias = generator.named_parameters().Single(p => p.name == "decoder.half.last.bias").parameter;
        bias[..12] = 0.25f;
        bias[12..] = 30;

        generator.call(randn(1, 3, 32, 32)).sub(0.25f).abs().max().item<float>().Should().BeLessThan(1e-5f);
    }

    [Fact]
    public void Only_the_end_at_half_size_has_a_gate()
    {
        var build = () => new Generator(Tiny with { Head = GeneratorHead.Gated });
        build.Should().Throw<ValidationException>().WithMessage("The gated head is of the end that stands in place of FullSizeBlock*");
    }

    [Theory]
    [InlineData(GeneratorHead.SigmoidRange)]
    [InlineData(GeneratorHead.Residual)]
    [InlineData(GeneratorHead.Gated)]
    public void Without_the_block_at_full_size_the_output_still_has_the_input_s_size(GeneratorHead head)
    {
        using var generator = new Generator(Tiny with { Head = head, FullSizeBlock = false, LastCross = false, RefinementBlocks = 2 });
        generator.call(randn(2, 3, 32, 64)).shape.Should().Equal(2, 3, 32, 64);
    }

    [Fact]
    public void Refinement_blocks_start_as_the_identity()
    {
        using var plain = new Generator(Tiny with { FullSizeBlock = false, LastCross = false });
        using var refined = new Generator(Tiny with { FullSizeBlock = false, LastCross = false, RefinementBlocks = 2 });
        // What both have starts alike: the blocks draw their weights after the rest of the U and before its end.
        using (no_grad())
        {
            var end = plain.named_parameters().Where(p => p.name.StartsWith("decoder.half", StringComparison.Ordinal)).ToDictionary(p => p.name, p => p.parameter);
            foreach (var (name, parameter) in refined.named_parameters().Where(p => end.ContainsKey(p.name)))
                parameter.copy_(end[name]);
        }

        plain.eval();
        refined.eval();
        var input = randn(1, 3, 64, 64);
        refined.call(input).equal(plain.call(input)).all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void The_cross_at_half_size_tells_the_four_pixels_of_a_place_apart()
    {
        using var generator = new Generator(Tiny with { FullSizeBlock = false, LastCross = false, HalfSizeCross = true });
        using var _ = no_grad();
        var parameters = generator.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        parameters["decoder.half.last.weight_g"].fill_(1);
        generator.eval();
        var input = randn(1, 3, 64, 64);
        var other = input.clone();
        other[0, 0, 31, 30] += 0.5f;

        parameters["encoder.conv1.weight"].zero_();
        (generator.call(other) - generator.call(input)).abs().max().item<float>().Should().BePositive("the encoder is blind, and one pixel still matters");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Blurred_at_its_end_it_adds_nothing_that_changes_from_pixel_to_pixel_and_back(bool blur)
    {
        using var generator = new Generator(Tiny with { FullSizeBlock = false, LastCross = false, HalfSizeBlur = blur, Head = GeneratorHead.Residual });
        using var _ = no_grad();
        // A bias of its own for each of the four pixels of a place: dots, whatever the input.
        generator.named_parameters().Single(p => p.name == "decoder.half.last.bias").parameter.copy_(arange(12, dtype: float32));
        var input = randn(1, 3, 32, 32);

        var added = (generator.call(input) - input)[.., .., 1.., 1..];

        var dots = (added.max() - added.min()).item<float>();
        if (blur)
            dots.Should().BeApproximately(8, 1e-4f, "the channels differ, the pixels of a channel do not");
        else
            dots.Should().BeApproximately(11, 1e-4f);
    }

    [Fact]
    public void Only_the_end_at_half_size_has_a_blur_of_its_own()
    {
        var build = () => new Generator(Tiny with { HalfSizeBlur = true });
        build.Should().Throw<ValidationException>().WithMessage("HalfSizeBlur is of the end that stands in place of FullSizeBlock*");
    }

    [Fact]
    public void The_two_ways_to_see_the_input_again_exclude_each_other()
    {
        var build = () => new Generator(Tiny with { HalfSizeCross = true });
        build.Should().Throw<ValidationException>().WithMessage("HalfSizeCross stands in place of FullSizeBlock*");
    }

    [Fact]
    public void The_input_cannot_be_seen_again_at_full_size_where_nothing_is_done_there()
    {
        var build = () => new Generator(Tiny with { FullSizeBlock = false });
        build.Should().Throw<ValidationException>().WithMessage("LastCross needs FullSizeBlock.");
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void Every_parameter_gets_a_gradient(bool fullSize, int refinement)
    {
        using var generator = new Generator(Tiny with { FullSizeBlock = fullSize, LastCross = fullSize, HalfSizeCross = !fullSize, RefinementBlocks = refinement });
        // What starts at zero hides what lies before it.
        using (no_grad())
            foreach (var (_, parameter) in generator.named_parameters().Where(p => p.name.EndsWith("weight_g", StringComparison.Ordinal)))
                parameter.fill_(1);
        generator.call(randn(2, 3, 64, 64)).square().mean().backward();
        generator.named_parameters().Where(p => p.parameter.grad is null).Select(p => p.name).Should().BeEmpty();
    }

    [Theory]
    [InlineData(GeneratorHead.SigmoidRange, 1, 64, 96)]
    [InlineData(GeneratorHead.Residual, 1, 160, 160)]
    [InlineData(GeneratorHead.SigmoidRange, 3, 32, 32)]
    public void What_it_restores_agrees_with_double_precision(GeneratorHead head, int pictures, int height, int width)
    {
        using var generator = new Generator(Tiny with { Head = head });
        using var exact = new Generator(Tiny with { Head = head });
        exact.to(ScalarType.Float64);
        generator.eval();
        exact.eval();
        using var _ = no_grad();
        var input = randn(pictures, 3, height, width);
        var difference = generator.call(input).to(ScalarType.Float64) - exact.call(input.to(ScalarType.Float64));
        difference.abs().max().item<double>().Should().BeLessThan(1e-4);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_another_seed_others()
    {
        using var one = new Generator(Tiny);
        using var noise = randn(3);
        using var same = new Generator(Tiny);
        using var other = new Generator(Tiny with { Seed = 8 });
        Bits(same).Should().Equal(Bits(one));
        Bits(other).Should().NotEqual(Bits(one));
    }

    [Fact]
    public void Freezing_leaves_batch_norms_and_decoder_to_train()
    {
        using var generator = new Generator(Tiny);
        generator.FreezeEncoder();
        generator.EncoderParameters().Where(p => p.Parameter.requires_grad).Should().OnlyContain(p => p.Name.Contains("bn") || p.Name.Contains("downsample.1"));
        generator.EncoderParameters().Count(p => p.Parameter.requires_grad).Should().Be(40);
        generator.DecoderParameters().Should().OnlyContain(p => p.Parameter.requires_grad);
        generator.UnfreezeEncoder();
        generator.parameters().Should().OnlyContain(p => p.requires_grad);
    }

    [Fact]
    public void The_layer_groups_hold_every_parameter_once()
    {
        using var generator = new Generator(Tiny);
        generator.LayerGroups().SelectMany(group => group.Select(p => p.Name)).Should().BeEquivalentTo(generator.named_parameters().Select(p => p.name));
    }

    [Fact]
    public void The_encoder_carries_torchvision_s_names()
    {
        using var generator = new Generator(Tiny);
        generator.Encoder.named_parameters().Select(p => p.name).Should()
            .Contain(["conv1.weight", "bn1.weight", "layer1.0.conv1.weight", "layer2.0.downsample.0.weight", "layer4.1.bn2.bias"]);
    }

    [Fact]
    public void A_size_that_does_not_fit_is_named()
    {
        using var generator = new Generator(Tiny);
        var run = () => generator.call(zeros(1, 3, 33, 64));
        run.Should().Throw<ArgumentException>().WithMessage("A generator takes N×3×H×W with H and W multiples of 32, not 1×3×33×64.*");
    }

    [Theory]
    [InlineData(50, 1)]
    [InlineData(18, 0.1)]
    public void A_shape_out_of_range_is_refused(int depth, double width)
    {
        var build = () => new Generator(new GeneratorOptions { Depth = depth, Width = width });
        build.Should().Throw<ValidationException>();
    }

    public void Dispose() => _scope.Dispose();

    private static byte[] Bits(Generator generator) => [.. ModuleState.Capture(generator).OrderBy(t => t.Key, StringComparer.Ordinal).SelectMany(t => t.Value.bytes.ToArray())];
}
