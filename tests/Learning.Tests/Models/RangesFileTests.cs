using CloudRestore.Learning.Models;
using CloudRestore.Learning.Onnx.Quantisation;
using CloudRestore.Learning.Tests.Data;
using CloudRestore.Learning.Tests.Onnx;

namespace CloudRestore.Learning.Tests.Models;

public sealed class RangesFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Ranges_and_weights_from_the_disk_give_the_model_that_was_calibrated()
    {
        using var model = Saved();
        var ranges = Calibrated(model);
        RangesFile.Write(_folder.Root, ranges);
        RangesFile.Quantise(_folder.Root, model).Should().Equal(QuantisedExport.ToBytes(model, ranges));
        new FileInfo(PathOfRanges).Length.Should().BeLessThan(20_000);
    }

    [Fact]
    public void Without_the_file_the_advice_is_to_make_it()
    {
        using var model = Saved();
        Quantising(model).Should().Throw<ModelFolderException>()
            .WithMessage($"{_folder.Root} holds no ranges.json, which restoring fast takes: make it with 'cloudrestore models quantise', or restore without --fast.");
    }

    [Fact]
    public void Ranges_of_other_weights_are_refused()
    {
        using var model = Saved();
        RangesFile.Write(_folder.Root, Calibrated(model) with { WeightsSha256 = new string('b', 64) });
        Quantising(model).Should().Throw<ModelFolderException>().WithMessage($"{PathOfRanges} does not fit the model beside it, since it was made for other weights: make it*");
    }

    [Fact]
    public void Ranges_that_are_missing_too_many_or_not_ranges_are_named()
    {
        using var model = Saved();
        var ranges = Calibrated(model);
        Refusal(ranges.Values.Where(entry => entry.Key != "encoder.conv1")).Should().Contain("it lacks the range of encoder.conv1:");
        Refusal(ranges.Values.Append(new("decoder.strange", new ActivationRange(0, 1)))).Should().Contain("it names decoder.strange, which the network does not have:");
        Refusal(ranges.Values.Select(entry => entry.Key == "encoder.conv1" ? new(entry.Key, new ActivationRange(1, 2)) : entry)).Should().Contain("the range of encoder.conv1 does not hold zero or has no end:");

        string Refusal(IEnumerable<KeyValuePair<string, ActivationRange>> values)
        {
            RangesFile.Write(_folder.Root, ranges with { Values = values.ToDictionary() });
            return Quantising(model).Should().Throw<ModelFolderException>().Which.Message;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"format\":1}")]
    public void Another_document_is_refused(string content)
    {
        using var model = Saved();
        File.WriteAllText(PathOfRanges, content);
        Quantising(model).Should().Throw<ModelFolderException>().WithMessage($"{PathOfRanges} does not hold the ranges of a model: make it*");
    }

    [Fact]
    public void Saving_other_weights_takes_the_ranges_away()
    {
        using var model = Saved();
        RangesFile.Write(_folder.Root, Calibrated(model));
        ModelFolder.Save(_folder.Root, model.Generator, model.Card);
        File.Exists(PathOfRanges).Should().BeFalse();
    }

    public void Dispose() => _folder.Dispose();

    private string PathOfRanges => Path.Combine(_folder.Root, RangesFile.Name);

    private static ActivationRanges Calibrated(LoadedModel model) =>
        QuantisedExport.Calibrate(model, [TestPairs.Picture(96, 64, seed: 1)], new CalibrationOptions { Tiles = 1, TileSize = 64 });

    private LoadedModel Saved()
    {
        using var model = TestModels.Create(TestModels.Tiny);
        ModelFolder.Save(_folder.Root, model.Generator, model.Card);
        return ModelFolder.Load(_folder.Root, TorchSharp.torch.CPU);
    }

    private Action Quantising(LoadedModel model) => () => RangesFile.Quantise(_folder.Root, model);
}
