using CloudRestore.Cli.Restoring;
using CloudRestore.Core.Restorations;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Testing;

namespace CloudRestore.Cli.Tests.Restoring;

public sealed class RestorationManifestTests : IDisposable
{
    private static readonly ManifestEntry Entry = new()
    {
        Restored = "a.png",
        Name = "a.jpg",
        SourceSha256 = "5a",
        Model = "3b",
        Settings = new RestoreSettings { Size = new OutputSize(Scale: 1.5), Tile = 256, Format = PhotographFormat.Png, StripGps = true },
        RestoredSha256 = RestorationManifest.Hash([1, 2]),
    };

    private readonly TemporaryFolder _folder = new();

    private string Root => Directory.CreateDirectory(_folder.File("out")).FullName;

    private string Restored => Path.Combine(Root, "a.png");

    [Fact]
    public void What_was_recorded_is_done_also_for_the_next_process()
    {
        File.WriteAllBytes(Restored, [1, 2]);
        RestorationManifest.Read(Root).Record(Entry);
        RestorationManifest.Read(Root).IsDone(Restored, Entry with { RestoredSha256 = "" }).Should().BeTrue();
    }

    [Fact]
    public void Another_photograph_model_or_setting_is_not_done()
    {
        File.WriteAllBytes(Restored, [1, 2]);
        var manifest = RestorationManifest.Read(Root);
        manifest.Record(Entry);
        ManifestEntry[] others =
        [
            Entry with { SourceSha256 = "00" }, Entry with { Model = "00" }, Entry with { Name = "b.jpg" }, Entry with { Restored = "b.png" },
            Entry with { Settings = Entry.Settings with { Tile = 512 } }, Entry with { Settings = Entry.Settings with { Size = OutputSize.Same } },
            Entry with { Settings = Entry.Settings with { StripGps = false } }, Entry with { Settings = Entry.Settings with { Quality = 80 } },
        ];
        others.Should().AllSatisfy(other => manifest.IsDone(Restored, other).Should().BeFalse());
    }

    [Fact]
    public void A_restored_file_that_was_changed_or_removed_is_not_done()
    {
        File.WriteAllBytes(Restored, [1, 2]);
        var manifest = RestorationManifest.Read(Root);
        manifest.Record(Entry);
        File.WriteAllBytes(Restored, [1, 3]);
        manifest.IsDone(Restored, Entry).Should().BeFalse();
        File.Delete(Restored);
        manifest.IsDone(Restored, Entry).Should().BeFalse();
    }

    [Theory]
    [InlineData("{ \"format\": 2, \"photographs\": [ { \"restored\"")]
    [InlineData("{ \"format\": 1, \"photographs\": [] }")]
    [InlineData("{ \"format\": 2 }")]
    [InlineData("null")]
    [InlineData("[1]")]
    public void A_manifest_that_cannot_be_used_is_named_and_counts_as_empty(string content)
    {
        File.WriteAllText(Path.Combine(Root, RestorationManifest.FileName), content);
        var manifest = RestorationManifest.Read(Root);
        manifest.Problem.Should().Contain(RestorationManifest.FileName).And.Contain("everything is restored again");
        manifest.IsDone(Restored, Entry).Should().BeFalse();
    }

    [Fact]
    public void A_folder_without_a_manifest_has_nothing_done_and_no_problem() =>
        RestorationManifest.Read(_folder.File("nowhere")).Problem.Should().BeNull();

    public void Dispose() => _folder.Dispose();
}
