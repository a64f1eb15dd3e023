using CloudRestore.Cli.Demo;
using CloudRestore.Testing;

namespace CloudRestore.Cli.Tests.Demo;

public sealed class DemoFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void What_an_earlier_demo_left_goes_and_everything_else_stays()
    {
        DemoFiles.Prepare(_folder.FullPath);
        string[] left = ["summary.json", "report.html", "photographs/01-restored.png", "logs/runner.log"];
        string[] foreign = ["notes.txt", "photographs/mine.png", "photographs/01-restored.jpg", "logs/mine.txt"];
        foreach (var file in left.Concat(foreign))
            File.WriteAllText(_folder.File(file), "x");

        DemoFiles.Prepare(_folder.FullPath);

        left.Should().AllSatisfy(file => File.Exists(_folder.File(file)).Should().BeFalse(file));
        foreign.Should().AllSatisfy(file => File.Exists(_folder.File(file)).Should().BeTrue(file));
    }

    public void Dispose() => _folder.Dispose();
}
