using CloudRestore.Cli.Photographs;
using CloudRestore.Testing;

namespace CloudRestore.Cli.Tests.Photographs;

public sealed class RealPathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Links_to_folders_and_files_are_followed_and_what_is_not_there_stays()
    {
        Pictures.Write(_folder.File("real", "a.png"), Pictures.Png());
        Directory.CreateSymbolicLink(_folder.File("link"), _folder.File("real"));
        File.CreateSymbolicLink(_folder.File("file-link.png"), _folder.File("link", "a.png"));
        var real = RealPath.Of(_folder.File("real", "a.png"));

        RealPath.Of(_folder.File("link", "a.png")).Should().Be(real);
        RealPath.Of(_folder.File("file-link.png")).Should().Be(real);
        RealPath.Of(_folder.File("link", "new", "b.png")).Should().Be(Path.Combine(Path.GetDirectoryName(real)!, "new", "b.png"));
    }

    [Fact]
    public void A_folder_that_links_to_itself_is_searched_once()
    {
        Pictures.Write(_folder.File("a.png"), Pictures.Png());
        Directory.CreateSymbolicLink(_folder.File("loop"), _folder.FullPath);

        PhotographFolder.Find(_folder.FullPath, null, (_, _) => { }, TestContext.Current.CancellationToken).Should().ContainSingle();
    }

    [Fact]
    public void The_folder_where_results_go_is_left_out()
    {
        Pictures.Write(_folder.File("a.png"), Pictures.Png());
        Pictures.Write(_folder.File("out", "a.png"), Pictures.Png());

        PhotographFolder.Find(_folder.FullPath, _folder.File("out"), (_, _) => { }, TestContext.Current.CancellationToken).Should().ContainSingle();
    }

    public void Dispose() => _folder.Dispose();
}
