using CloudRestore.Cli.Commands;
using CloudRestore.Cli.Tests.Evaluating;
using CloudRestore.Cli.Tests.Photographs;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Safetensors;

namespace CloudRestore.Cli.Tests.Commands;

[Collection(nameof(ConsoleText))]
public sealed class ModelsCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cloudrestore-models-").FullName;

    [Fact]
    public async Task A_model_is_written_as_an_ONNX_file()
    {
        var file = Path.Combine(_folder, "model.onnx");

        (await CommandLine.RunAsync(["models", "export", Model(), "--onnx", file])).Should().Be(ExitCode.Ok);

        new FileInfo(file).Length.Should().BeGreaterThan(100_000);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_and_a_model_that_is_not_there_are_errors()
    {
        var file = Path.Combine(_folder, "none", "model.onnx");

        (await CommandLine.RunAsync(["models", "export", Model(), "--onnx", file])).Should().Be(ExitCode.Failed);
        (await CommandLine.RunAsync(["models", "export", Path.Combine(_folder, "other"), "--onnx", file])).Should().Be(ExitCode.WrongUse);
        (await CommandLine.RunAsync(["models", "export", Model()])).Should().Be(ExitCode.WrongUse);

        Directory.Exists(Path.GetDirectoryName(file)).Should().BeFalse();
    }

    [Fact]
    public async Task A_packed_model_is_smaller_and_carries_its_new_name_version_and_terms()
    {
        var packed = Path.Combine(_folder, "packed");

        (await CommandLine.RunAsync(["models", "pack", Model(), "--out", packed, "--half", "--name", "small", "--model-version", "small-1", "--license", "CC0-1.0", "--held-out", "lowest-tenth"])).Should().Be(ExitCode.Ok);

        using var model = ModelFolder.Load(packed, TorchSharp.torch.CPU);
        (model.Card.Name, model.Card.Version, model.Card.License, model.Card.HeldOut, model.Card.Precision)
            .Should().Be(("small", "small-1", "CC0-1.0", "lowest-tenth", WeightPrecision.Half));
        Size(packed).Should().BeLessThan((long)(0.6 * Size(Path.Combine(_folder, "model"))));
    }

    [Theory]
    [InlineData("model", "x-1")]
    [InlineData("packed", "../x")]
    public async Task A_model_is_not_packed_over_itself_nor_under_a_version_that_is_no_name(string folder, string version) =>
        (await CommandLine.RunAsync(["models", "pack", Model(), "--out", Path.Combine(_folder, folder), "--model-version", version])).Should().Be(ExitCode.WrongUse);

    [Fact]
    public async Task A_quantised_model_has_ranges_that_its_weights_know()
    {
        var images = Path.Combine(_folder, "images");
        for (var seed = 1UL; seed <= 3; seed++)
            Pictures.Write(Path.Combine(images, $"{seed}.png"), Scenes.Png(seed));

        var (exitCode, _, errors) = await ConsoleText.OfAsync(() => CommandLine.RunAsync(["models", "quantise", Model(), "--images", images]));

        exitCode.Should().Be(ExitCode.Ok, errors);
        errors.Should().MatchRegex(@"Calibrated on 2 photographs and measured on 1: \d+\.\d+ dB in bytes, \d+\.\d+ dB in float32, a loss of -?\d+\.\d+ dB\.")
            .And.Contain($"The ranges of tiny 1 are in {Path.Combine(_folder, "model", "ranges.json")}.");
        using var model = ModelFolder.Load(Path.Combine(_folder, "model"), TorchSharp.torch.CPU);
        RangesFile.Quantise(Path.Combine(_folder, "model"), model).Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("none", "There is no folder")]
    [InlineData("images --recipe nothing", "nothing")]
    [InlineData("images --limit 0", "The limit 0 is out of range")]
    public async Task What_cannot_be_quantised_is_named(string options, string sentence)
    {
        Pictures.Write(Path.Combine(_folder, "images", "1.png"), Scenes.Png(1));
        string[] words = options.Split(' ');
        var (exitCode, _, errors) = await ConsoleText.OfAsync(() => CommandLine.RunAsync(["models", "quantise", Model(), "--images", Path.Combine(_folder, words[0]), .. words[1..]]));
        exitCode.Should().Be(ExitCode.WrongUse);
        errors.Should().Contain(sentence);
        File.Exists(Path.Combine(_folder, "model", "ranges.json")).Should().BeFalse();
    }

    private static long Size(string folder) => new FileInfo(Path.Combine(folder, ModelFolder.WeightsName)).Length;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Model()
    {
        var folder = Path.Combine(_folder, "model");
        using var generator = new Generator(new GeneratorOptions { Depth = 18, Width = 0.125 });
        ModelFolder.Save(folder, generator, new ModelCard
        {
            Name = "tiny",
            Version = "1",
            Generator = generator.Options,
            TrainedFor = new TrainedFor { Damage = "lesson7", Scale = 2.667, TargetSize = 256 },
        });
        return folder;
    }
}
