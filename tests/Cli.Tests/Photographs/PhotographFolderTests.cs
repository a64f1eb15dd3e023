using CloudRestore.Cli.Commands;
using CloudRestore.Cli.Photographs;
using CloudRestore.Testing;

namespace CloudRestore.Cli.Tests.Photographs;

public sealed class PhotographFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _refused = [];

    [Fact]
    public void Photographs_are_found_by_content_below_the_folder_and_named_by_their_path()
    {
        Pictures.Write(_folder.File("b.dat"), Pictures.Png());
        Pictures.Write(_folder.File("a", "ein Bild ä.png"), Pictures.Png());

        Find().Select(file => file.Name).Should().Equal("a/ein Bild ä.png", "b.dat");

        _refused.Should().BeEmpty();
    }

    [Fact]
    public void Files_that_are_no_photographs_are_named_and_the_others_found()
    {
        Pictures.Write(_folder.File("good.png"), Pictures.Png());
        Pictures.Write(_folder.File("speck.png"), Pictures.Png(0, 1, 1));
        Pictures.Write(_folder.File("words.jpg"), "words"u8.ToArray());
        Pictures.Write(_folder.File("nothing.jpg"), []);

        Find().Should().ContainSingle().Which.Name.Should().Be("good.png");

        _refused.Should().HaveCount(3);
        _refused[0].Should().Be("\"nothing.jpg\" is empty: give a JPEG, PNG, WebP, TIFF or AVIF file.");
        _refused[1].Should().StartWith("\"speck.png\" is 1 x 1 pixels, too small to restore");
        _refused[2].Should().StartWith("\"words.jpg\" is not a photograph, whatever its name says");
    }

    [Fact]
    public void Hidden_files_are_passed_over_in_silence()
    {
        Pictures.Write(_folder.File("good.png"), Pictures.Png());
        Pictures.Write(_folder.File(".DS_Store"), "x"u8.ToArray());

        Find().Should().ContainSingle();

        _refused.Should().BeEmpty();
    }

    [Fact]
    public void A_missing_an_empty_and_a_useless_folder_are_refused_each_in_its_own_words()
    {
        Directory.CreateDirectory(_folder.File("empty"));
        Pictures.Write(_folder.File("useless", "a.txt"), "x"u8.ToArray());

        Refusal("missing").Should().Match("There is no folder *missing.");
        Refusal("empty").Should().Match("The folder *empty is empty: put * photographs into it.");
        Refusal("useless").Should().Match("The folder *useless holds 1 files, but no photograph: *");
    }

    public void Dispose() => _folder.Dispose();

    private List<PhotographFile> Find() => PhotographFolder.Find(_folder.FullPath, null, (_, reason) => _refused.Add(reason), TestContext.Current.CancellationToken);

    private string Refusal(string name)
    {
        var find = () => PhotographFolder.Find(_folder.File(name), null, (_, reason) => _refused.Add(reason), TestContext.Current.CancellationToken);
        return find.Should().Throw<CliException>().Which.Message;
    }
}
