using CloudRestore.Learning.Models;
using CloudRestore.Learning.Safetensors;
using CloudRestore.Learning.Tests.Networks;
using static TorchSharp.torch;
using Generator = CloudRestore.Learning.Networks.Generator;

namespace CloudRestore.Learning.Tests.Models;

public sealed class ModelFolderTests : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("networks-model-").FullName, "model");
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void A_model_comes_back_with_its_card_and_restores_the_same()
    {
        using var generator = new Generator(GeneratorTests.Tiny);
        var written = ModelFolder.Save(_folder, generator, Card());
        using var model = ModelFolder.Load(_folder, CPU);
        model.Card.Should().BeEquivalentTo(written);
        model.Card.WeightsSha256.Should().HaveLength(64);
        model.Generator.training.Should().BeFalse();
        generator.eval();
        var input = randn(1, 3, 32, 32);
        model.Generator.call(input).equal(generator.call(input)).all().item<bool>().Should().BeTrue();
        Directory.GetFiles(_folder).Select(Path.GetFileName).Should().BeEquivalentTo(["generator.safetensors", "manifest.json"]);
    }

    [Fact]
    public void In_half_precision_the_file_is_smaller_and_the_outputs_are_near()
    {
        using var generator = new Generator(GeneratorTests.Tiny);
        ModelFolder.Save(_folder, generator, Card());
        var single = WeightsLength();

        ModelFolder.Save(_folder, generator, Card(), WeightPrecision.Half).Precision.Should().Be(WeightPrecision.Half);

        ((double)WeightsLength() / single).Should().BeInRange(0.5, 0.6);
        File.ReadAllText(Path.Combine(_folder, ModelFolder.ManifestName)).Should().Contain("\"precision\": \"Half\"");
        using var model = ModelFolder.Load(_folder, CPU);
        model.Card.Precision.Should().Be(WeightPrecision.Half);
        model.Generator.named_parameters().Should().AllSatisfy(p => p.parameter.dtype.Should().Be(ScalarType.Float32));
        generator.eval();
        var input = randn(1, 3, 64, 64);
        var expected = generator.call(input);
        var difference = (model.Generator.call(input) - expected).abs();
        difference.max().item<float>().Should().BePositive("the weights were rounded").And.BeLessThan(0.02f, "outputs lie between -3 and 3");
        difference.mean().item<float>().Should().BeLessThan(0.004f);
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_refused()
    {
        using var generator = new Generator(GeneratorTests.Tiny);
        using (no_grad())
            generator.named_parameters().Single(parameter => parameter.name == "encoder.conv1.weight").parameter.fill_(float.NaN);
        ModelFolder.Save(_folder, generator, Card());
        var load = () => ModelFolder.Load(_folder, CPU);
        load.Should().Throw<ModelFolderException>().WithMessage("*generator.safetensors holds something that is not a number in encoder.conv1.weight; choose another model.");
    }

    [Fact]
    public void A_card_of_old_says_nothing_of_precision_and_means_single()
    {
        Saved();
        var path = Path.Combine(_folder, ModelFolder.ManifestName);
        File.WriteAllLines(path, File.ReadLines(path).Where(line => !line.Contains("precision", StringComparison.Ordinal)).ToList());
        using var model = ModelFolder.Load(_folder, CPU);
        model.Card.Precision.Should().Be(WeightPrecision.Single);
    }

    [Fact]
    public void A_flipped_bit_in_the_weights_is_noticed()
    {
        Saved();
        var path = Path.Combine(_folder, ModelFolder.WeightsName);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        Loading().Should().Throw<ModelFolderException>().WithMessage("*is damaged: its SHA-256 is not the one in manifest.json.");
    }

    [Theory]
    [InlineData("{", "is not a model card")]
    [InlineData("null", "is empty")]
    [InlineData("""{"format":1}""", "is not a model card")]
    public void A_broken_card_is_named(string json, string reason)
    {
        Saved();
        File.WriteAllText(Path.Combine(_folder, ModelFolder.ManifestName), json);
        Loading().Should().Throw<ModelFolderException>().WithMessage($"*manifest.json {reason}*");
    }

    [Fact]
    public void A_card_from_the_future_or_out_of_range_is_refused()
    {
        Saved();
        var path = Path.Combine(_folder, ModelFolder.ManifestName);
        var text = File.ReadAllText(path);
        File.WriteAllText(path, text.Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal));
        Loading().Should().Throw<ModelFolderException>().WithMessage("*has format 2; this version reads format 1.");
        File.WriteAllText(path, text.Replace("\"depth\": 18", "\"depth\": 19", StringComparison.Ordinal));
        Loading().Should().Throw<ModelFolderException>().WithMessage("*Depth is 19; an encoder has 18 or 34 layers.*");
    }

    [Fact]
    public void A_folder_without_a_model_is_named()
    {
        Loading().Should().Throw<ModelFolderException>().WithMessage("* holds no model: manifest.json is missing.");
        Saved();
        File.Delete(Path.Combine(_folder, ModelFolder.WeightsName));
        Loading().Should().Throw<ModelFolderException>().WithMessage("* holds no model: generator.safetensors is missing.");
    }

    [Fact]
    public void A_card_of_another_network_is_not_saved()
    {
        using var generator = new Generator(GeneratorTests.Tiny with { Seed = 99 });
        var save = () => ModelFolder.Save(_folder, generator, Card());
        save.Should().Throw<ArgumentException>();
        Directory.Exists(_folder).Should().BeFalse();
    }

    public void Dispose()
    {
        _scope.Dispose();
        Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);
    }

    private static ModelCard Card() => new()
    {
        Name = "tiny",
        Version = "1",
        Generator = GeneratorTests.Tiny,
        TrainedFor = new TrainedFor { Damage = "lesson7", Scale = 2.667, TargetSize = 256 },
        Scores = new Dictionary<string, double> { ["psnrRestored"] = 27.5 },
        Seed = 3,
        Preset = "tiny",
        Notes = "Kept the weights of the pre-training.",
    };

    private void Saved()
    {
        using var generator = new Generator(GeneratorTests.Tiny);
        ModelFolder.Save(_folder, generator, Card());
    }

    private long WeightsLength() => new FileInfo(Path.Combine(_folder, ModelFolder.WeightsName)).Length;

    private Action Loading() => () => ModelFolder.Load(_folder, CPU).Dispose();
}
