using CloudRestore.Imaging;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Imaging.Quality;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Onnx.Quantisation;
using CloudRestore.Learning.Restoration;
using CloudRestore.Learning.Tests.Data;
using CloudRestore.Learning.Tests.Onnx;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Tests.Restoration;

public sealed class RestorationEngineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void On_a_processor_ONNX_Runtime_restores_as_torch_would()
    {
        Save();
        using var model = ModelFolder.Load(_folder.Root, CPU);
        using var engine = RestorationEngine.Open(_folder.Root, CPU, threads: 1);
        var damaged = TestPairs.Picture(100, 70, seed: 9);

        var restored = Restored(engine, damaged);

        (engine.Name, engine.Card.WeightsSha256).Should().Be(("onnx", model.Card.WeightsSha256));
        Psnr.Of(restored, new PhotographRestorer(model).Restore(new(damaged), RestorationSize.Same).Color).Should().BeGreaterThan(60);
        Psnr.Of(restored, damaged).Should().BeLessThan(36, "the network changes the picture");
    }

    [Fact]
    public void Fast_it_computes_in_bytes_and_comes_near()
    {
        Save();
        using (var model = ModelFolder.Load(_folder.Root, CPU))
            RangesFile.Write(_folder.Root, QuantisedExport.Calibrate(model, [TestPairs.Picture(120, 100, seed: 1)], new CalibrationOptions { Tiles = 2, TileSize = 96 }));
        using var exact = RestorationEngine.Open(_folder.Root, CPU);
        using var fast = RestorationEngine.Open(_folder.Root, CPU, fast: true);
        var damaged = TestPairs.Picture(100, 70, seed: 9);

        var (one, other) = (Restored(exact, damaged), Restored(fast, damaged));

        fast.Name.Should().Be("onnx-int8");
        Psnr.Of(one, other).Should().BeGreaterThan(42);
        one.Pixels.Should().NotEqual(other.Pixels);
    }

    [Fact]
    public void Fast_without_ranges_is_refused_and_not_computed_in_float32()
    {
        Save();
        var open = () => RestorationEngine.Open(_folder.Root, CPU, fast: true);
        open.Should().Throw<ModelFolderException>().WithMessage("*holds no ranges.json*");
    }

    public void Dispose() => _folder.Dispose();

    private static RgbImage Restored(RestorationEngine engine, RgbImage damaged) =>
        new PhotographRestorer(engine.Network).Restore(new Photograph(damaged), RestorationSize.Same).Color;

    private void Save()
    {
        using var model = TestModels.Create(TestModels.Tiny with { Head = GeneratorHead.Residual });
        ModelFolder.Save(_folder.Root, model.Generator, model.Card);
    }
}
