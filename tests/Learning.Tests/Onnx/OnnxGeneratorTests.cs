using CloudRestore.Imaging.Photographs;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Onnx;
using CloudRestore.Learning.Restoration;
using CloudRestore.Learning.Tests.Data;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Tests.Onnx;

public sealed class OnnxGeneratorTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public static TheoryData<GeneratorOptions, int, int, int> Networks => new()
    {
        { TestModels.Tiny, 1, 64, 96 },
        { TestModels.Tiny with { Head = GeneratorHead.Residual, SelfAttention = false }, 2, 32, 64 },
        { TestModels.Tiny with { Blur = false, LastCross = false, SelfAttention = false }, 1, 96, 32 },
        { TestModels.Tiny with { Depth = 34, Blur = false, Head = GeneratorHead.Residual }, 1, 64, 64 },
        { TestModels.Tiny with { Width = 0.25, LastCross = false, Head = GeneratorHead.Residual }, 3, 32, 32 },
        { TestModels.Tiny with { Depth = 34, Width = 0.5 }, 1, 64, 32 },
        { TestModels.Tiny with { FullSizeBlock = false, LastCross = false, SelfAttention = false, Blur = false, RefinementBlocks = 2, Head = GeneratorHead.Residual }, 1, 64, 96 },
        { TestModels.Tiny with { FullSizeBlock = false, LastCross = false }, 2, 32, 32 },
        { TestModels.Tiny with { FullSizeBlock = false, LastCross = false, HalfSizeCross = true, RefinementBlocks = 1, Head = GeneratorHead.Residual }, 1, 64, 32 },
        { TestModels.Tiny with { FullSizeBlock = false, LastCross = false, HalfSizeBlur = true, Head = GeneratorHead.Residual }, 1, 32, 64 },
        { TestModels.Tiny with { FullSizeBlock = false, LastCross = false, HalfSizeBlur = true, Head = GeneratorHead.Gated }, 2, 32, 64 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void It_answers_as_torch_does(GeneratorOptions options, int count, int height, int width)
    {
        using var model = TestModels.Create(options);
        using var engine = OnnxGenerator.From(model);
        using var seeded = new TorchSharp.torch.Generator(5, CPU);
        var input = randn([count, 3, height, width], generator: seeded);
        using var _ = no_grad();
        var expected = model.Generator.call(input).contiguous().data<float>().ToArray();

        var answer = engine.Run(input.data<float>().ToArray(), count, height, width);

        var largest = expected.Max(Math.Abs);
        (answer.Zip(expected, (a, b) => Math.Abs(a - b)).Max() / Math.Max(1, largest)).Should().BeLessThan(1e-4f, "of a largest value of {0}", largest);
        expected.Zip(input.data<float>(), (a, b) => Math.Abs(a - b)).Max().Should().BeGreaterThan(0.1f, "the network does something");
    }

    [Fact]
    public void A_photograph_of_any_size_is_restored_as_torch_restores_it()
    {
        using var model = TestModels.Create(TestModels.Tiny with { Head = GeneratorHead.Residual });
        using var engine = OnnxGenerator.From(model);
        var damaged = new Photograph(TestPairs.Picture(201, 75, seed: 4));
        var options = new RestorerOptions { TileSize = 96 };

        var expected = new PhotographRestorer(model, options).Restore(damaged, RestorationSize.Scale(1.5)).Color;
        var restored = new PhotographRestorer(engine, options).Restore(damaged, RestorationSize.Scale(1.5)).Color;

        (restored.Width, restored.Height).Should().Be((expected.Width, expected.Height));
        // A value halfway between two levels may be rounded either way.
        restored.Pixels.Zip(expected.Pixels, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThanOrEqualTo(1);
        restored.Pixels.Zip(expected.Pixels).Count(pair => pair.First != pair.Second).Should().BeLessThan(restored.Pixels.Length / 1000);
    }

    [Fact]
    public void Sizes_one_after_the_other_do_not_disturb_one_another()
    {
        using var model = TestModels.Create(TestModels.Tiny);
        using var engine = OnnxGenerator.From(model);
        var first = Restored(64, 32);
        Restored(96, 96);
        Restored(64, 32).Should().Equal(first);

        float[] Restored(int width, int height)
        {
            var levels = new float[width * height * 3];
            engine.Restore(levels, width, height, top: 255);
            return levels;
        }
    }

    [Theory]
    [InlineData(1, 33, 64)]
    [InlineData(0, 32, 32)]
    [InlineData(2, 32, 32)]
    public void A_shape_that_does_not_fit_is_named(int count, int height, int width)
    {
        using var model = TestModels.Create(TestModels.Tiny);
        using var engine = OnnxGenerator.From(model);
        var run = () => engine.Run(new float[3 * 32 * 32], count, height, width);
        run.Should().Throw<ArgumentException>().WithMessage($"A generator takes N×3×H×W with H and W multiples of 32, not 3072 numbers as {count}×3×{height}×{width}.*");
    }

    public void Dispose() => _scope.Dispose();
}
