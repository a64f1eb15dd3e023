using CloudRestore.Cli.Commands;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;

namespace CloudRestore.Cli.Tests.Commands;

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
