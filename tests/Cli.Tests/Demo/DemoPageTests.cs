using CloudRestore.Cli.Demo;
using CloudRestore.Cli.Tests.Photographs;
using CloudRestore.Testing;

namespace CloudRestore.Cli.Tests.Demo;

public sealed class DemoPageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_page_needs_nothing_beside_it_and_shows_names_as_text()
    {
        foreach (var kind in new[] { "damaged", "restored", "original" })
            Pictures.Write(_folder.File($"photographs/01-{kind}.png"), Pictures.Png());

        DemoPage.Write(_folder.FullPath, Summary("<script>alert(1)</script>.jpg"), [("gan", ["step,phase,loss", "1,1,0.5", "2,1,0.25"])]);

        var page = File.ReadAllText(_folder.File("report.html"));
        page.Should().Contain("&lt;script&gt;alert(1)&lt;/script&gt;.jpg").And.NotContain("<script");
        page.Should().Contain("<polyline").And.Contain("gan: loss").And.Contain("+1.50");
        System.Text.RegularExpressions.Regex.Count(page, "src=\"data:image/png;base64,").Should().Be(3);
        System.Text.RegularExpressions.Regex.Count(page, "src=\"(?!data:)|href=").Should().Be(0);
    }

    [Theory]
    [InlineData(null, "run", "A model trained from nothing on 4 photographs (preset demo")]
    [InlineData("restore-1", "run", "The model restore-1, trained further on 4 photographs (preset demo")]
    [InlineData("restore-1", "restore-1", "The model restore-1, which further training on 4 photographs did not make better (preset demo")]
    public void The_page_says_where_the_model_comes_from(string? parent, string model, string words)
    {
        foreach (var kind in new[] { "damaged", "restored", "original" })
            Pictures.Write(_folder.File($"photographs/01-{kind}.png"), Pictures.Png());

        DemoPage.Write(_folder.FullPath, Summary("a.jpg") with { Parent = parent, Model = model }, []);

        File.ReadAllText(_folder.File("report.html")).Should().Contain(words);
    }

    public void Dispose() => _folder.Dispose();

    private static DemoSummary Summary(string name) => new()
    {
        RunId = "run",
        Model = "run",
        Preset = "demo",
        Seed = 1,
        TrainedOn = 4,
        DamagedAt = 96,
        RestoredAt = 256,
        Stages = [new DemoStage("gan", 5)],
        Photographs = [new DemoPhotograph(name, 20, 21.5, 0.5, 0.6, "photographs/01-upload.png", "photographs/01-damaged.png", "photographs/01-restored.png", "photographs/01-original.png")],
        Seconds = 60,
    };
}
