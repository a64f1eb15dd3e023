using CloudRestore.Cli.Commands;
using CloudRestore.Cli.Tests.Weights;
using CloudRestore.Learning.Safetensors;
using CloudRestore.Testing;

namespace CloudRestore.Cli.Tests.Commands;

public sealed class WeightsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.File("new", "encoder.safetensors");

    [Fact]
    public async Task A_published_file_is_imported()
    {
        var source = Save(PublishedFile.Name, PublishedFile.Bytes);

        (await CommandLine.RunAsync(["weights", "import", source, "--out", Target])).Should().Be(ExitCode.Ok);

        using var content = SafetensorsFile.Read(Target);
        content.Metadata["architecture"].Should().Be("resnet18");
    }

    [Fact]
    public async Task A_wrong_hash_is_refused_unless_it_is_not_to_be_checked()
    {
        var source = Save("resnet18-01234567.pth", PublishedFile.Bytes);

        (await CommandLine.RunAsync(["weights", "import", source, "--out", Target])).Should().Be(ExitCode.Failed);
        File.Exists(Target).Should().BeFalse();
        (await CommandLine.RunAsync(["weights", "import", source, "--out", Target, "--no-hash-check"])).Should().Be(ExitCode.Ok);
        File.Exists(Target).Should().BeTrue();
    }

    [Fact]
    public async Task Files_that_cannot_be_read_or_written_are_wrong_use_or_failures()
    {
        var noWeights = Save("weights.pth", [0x80, 2, (byte)'c', .. "os\nsystem\n"u8]);

        (await CommandLine.RunAsync(["weights", "import", noWeights, "--out", Target])).Should().Be(ExitCode.Failed);
        (await CommandLine.RunAsync(["weights", "import", _folder.File("missing.pth"), "--out", Target])).Should().Be(ExitCode.WrongUse);
        (await CommandLine.RunAsync(["weights", "import", noWeights, "--out", _folder.File("x.pth")])).Should().Be(ExitCode.WrongUse);
        (await CommandLine.RunAsync(["weights", "import", noWeights])).Should().Be(ExitCode.WrongUse);
        (await CommandLine.RunAsync(["weights", "fetch", "resnet50"])).Should().Be(ExitCode.WrongUse);
        File.Exists(Target).Should().BeFalse();
    }

    [Fact]
    public async Task What_is_there_is_not_fetched_again()
    {
        Save("resnet34.safetensors", []);

        (await CommandLine.RunAsync(["weights", "fetch", "resnet34", "--out", _folder.FullPath])).Should().Be(ExitCode.Ok);
    }

    public void Dispose() => _folder.Dispose();

    private string Save(string name, byte[] bytes)
    {
        var path = _folder.File(name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
