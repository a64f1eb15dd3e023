using System.Text.Json;
using CloudRestore.EndToEnd.Support;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Imaging.Quality;
using CloudRestore.Testing;

namespace CloudRestore.EndToEnd;

public sealed class DemoTests : IDisposable
{
    private readonly TemporaryFolder _out = new();

    [Fact]
    public async Task The_demo_leaves_a_report_figures_and_photographs_and_no_process()
    {
        using var demo = CommandLineProcess.Start("demo", "--preset", "tiny", "--out", _out.FullPath);
        var (exitCode, output, errors) = await demo.EndAsync();

        exitCode.Should().Be(0, errors);
        output.Should().Contain("PSNR damaged").And.Contain("mean");
        using var summary = JsonDocument.Parse(await File.ReadAllBytesAsync(_out.File("summary.json"), TestContext.Current.CancellationToken));
        var root = summary.RootElement;
        root.GetProperty("runId").GetString().Should().Be(root.GetProperty("model").GetString());
        root.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("name").GetString()).Should().Equal(
            "dataset", "crappify", "pretrain-generator", "generate", "pretrain-critic", "gan", "evaluate", "register");
        var photographs = root.GetProperty("photographs").EnumerateArray().ToList();
        photographs.Should().HaveCount(2);
        photographs.Should().AllSatisfy(IsWhatItsFilesSay);
        root.GetProperty("psnrRestored").GetDouble().Should().BeApproximately(photographs.Average(p => p.GetProperty("psnrRestored").GetDouble()), 1e-9);
        var page = await File.ReadAllTextAsync(_out.File("report.html"), TestContext.Current.CancellationToken);
        page.Should().Contain("data:image/png;base64,").And.Contain("<polyline").And.NotContain("http://").And.NotContain("https://");
        demo.Descendants().Should().BeEmpty();
    }

    [Theory]
    [InlineData("INT", "Starting the function app")]
    [InlineData("TERM", "pretrain-generator: ")]
    public async Task The_demo_interrupted_stops_everything_it_started(string signal, string moment)
    {
        using var demo = CommandLineProcess.Start("demo", "--preset", "tiny", "--out", _out.FullPath);
        await demo.SaysAsync(moment);
        demo.Descendants().Should().NotBeEmpty();

        demo.Signal(signal);
        var (exitCode, _, errors) = await demo.EndAsync();

        exitCode.Should().Be(130, errors);
        errors.Should().Contain("Everything that was started is stopped.");
        demo.Descendants().Should().BeEmpty();
        File.Exists(_out.File("summary.json")).Should().BeFalse();
    }

    public void Dispose() => _out.Dispose();

    private void IsWhatItsFilesSay(JsonElement photograph)
    {
        var restored = Read(photograph, "restored");
        var original = Read(photograph, "original");
        Psnr.Of(restored, original).Should().BeApproximately(photograph.GetProperty("psnrRestored").GetDouble(), 1e-9);
        Psnr.Of(Read(photograph, "damaged"), original).Should().BeApproximately(photograph.GetProperty("psnrDamaged").GetDouble(), 1e-9);
        Ssim.Of(restored, original).Should().BeApproximately(photograph.GetProperty("ssimRestored").GetDouble(), 1e-9);
        Math.Min(original.Width, original.Height).Should().Be(256);
    }

    private Imaging.RgbImage Read(JsonElement photograph, string kind)
    {
        var path = photograph.GetProperty(kind).GetString()!;
        Path.IsPathRooted(path).Should().BeFalse();
        return PhotographReader.Read(File.ReadAllBytes(_out.File(path)), path).Color;
    }
}
