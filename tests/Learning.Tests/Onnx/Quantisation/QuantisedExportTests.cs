using CloudRestore.Imaging;
using CloudRestore.Imaging.Quality;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Onnx;
using CloudRestore.Learning.Onnx.Quantisation;
using CloudRestore.Learning.Presets;
using CloudRestore.Learning.Restoration;
using CloudRestore.Learning.Tests.Data;
using global::Onnx;

namespace CloudRestore.Learning.Tests.Onnx.Quantisation;

public sealed class QuantisedExportTests
{
    private static readonly CalibrationOptions Short = new() { Tiles = 3, TileSize = 96 };

    public static TheoryData<GeneratorOptions> Networks => new()
    {
        TestModels.Tiny with { Head = GeneratorHead.Residual },
        TestModels.Tiny with { Head = GeneratorHead.Residual, SelfAttention = false, Blur = false, LastCross = false },
        TestModels.Tiny with { Head = GeneratorHead.Residual, SelfAttention = false, Blur = false, FullSizeBlock = false, LastCross = false, HalfSizeCross = true, RefinementBlocks = 2 },
        TestModels.Tiny with { Head = GeneratorHead.Residual, SelfAttention = false, Blur = false, FullSizeBlock = false, LastCross = false, RefinementBlocks = 2 },
        TestModels.Tiny with { Head = GeneratorHead.Gated, SelfAttention = false, Blur = false, FullSizeBlock = false, LastCross = false, HalfSizeCross = true, RefinementBlocks = 2 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void It_restores_about_as_the_exact_model(GeneratorOptions options)
    {
        using var model = TestModels.Create(options);
        using var quantised = OnnxGenerator.Open(Quantised(model));
        var damaged = TestPairs.Picture(100, 70, seed: 9);

        var exact = new PhotographRestorer(model).Restore(new(damaged), RestorationSize.Same).Color;
        var rounded = new PhotographRestorer(quantised).Restore(new(damaged), RestorationSize.Same).Color;

        Psnr.Of(exact, damaged).Should().BeLessThan(36, "the network changes the picture");
        Psnr.Of(rounded, exact).Should().BeGreaterThan(42);
        rounded.Pixels.Should().NotEqual(exact.Pixels);
    }

    [Fact]
    public void All_kernels_but_those_at_the_ends_and_in_attention_are_bytes()
    {
        using var model = TestModels.Create(TestModels.Tiny);

        var graph = ModelProto.Parser.ParseFrom(Quantised(model)).Graph;

        graph.Initializer.Where(constant => constant.Dims.Count == 4 && constant.DataType == (int)TensorProto.Types.DataType.Float).Select(constant => constant.Name)
            .Should().BeEquivalentTo(
                "encoder.conv1.kernel", "decoder.full.last.kernel",
                "decoder.blocks.1.attention.query.kernel", "decoder.blocks.1.attention.key.kernel", "decoder.blocks.1.attention.value.kernel");
        graph.Initializer.Count(constant => constant.Dims.Count == 4 && constant.DataType == (int)TensorProto.Types.DataType.Int8).Should().BeGreaterThan(30);
    }

    [Fact]
    public void The_same_model_and_pictures_give_the_same_ranges_and_these_the_same_bytes()
    {
        using var model = TestModels.Create(TestModels.Tiny);
        QuantisedExport.Calibrate(model, Pictures(), Short).Values.Should().Equal(QuantisedExport.Calibrate(model, Pictures(), Short).Values);
        Quantised(model).Should().Equal(Quantised(model));
    }

    [Fact]
    public void Without_a_picture_that_is_large_enough_nothing_is_calibrated()
    {
        using var model = TestModels.Create(TestModels.Tiny);
        var quantise = () => QuantisedExport.Calibrate(model, [TestPairs.Picture(200, 31, seed: 1)]);
        quantise.Should().Throw<ArgumentException>().WithMessage("To calibrate a model takes at least one picture of 32 x 32 pixels or more.*");
    }

    [Fact]
    public void A_percentile_out_of_range_is_refused()
    {
        using var model = TestModels.Create(TestModels.Tiny);
        var quantise = () => QuantisedExport.Calibrate(model, Pictures(), Short with { Percentile = 101 });
        quantise.Should().Throw<PresetException>().WithMessage("*percentile*");
    }

    private static byte[] Quantised(LoadedModel model) => QuantisedExport.ToBytes(model, QuantisedExport.Calibrate(model, Pictures(), Short));

    private static RgbImage[] Pictures() => [TestPairs.Picture(120, 100, seed: 1), TestPairs.Picture(96, 130, seed: 2)];
}
