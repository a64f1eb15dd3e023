using CloudRestore.Cli.Commands;
using CloudRestore.Cli.Photographs;
using CloudRestore.Testing;

namespace CloudRestore.Cli.Tests.Photographs;

public sealed class PhotographPathsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Files_and_folders_may_be_mixed()
    {
        Pictures.Write(_folder.File("one.png"), Pictures.Png());
        Pictures.Write(_folder.File("more", "two.png"), Pictures.Png());

        var found = PhotographPaths.Find([_folder.File("one.png"), _folder.File("more")], null, (_, _) => { }, TestContext.Current.CancellationToken);

        found.Select(file => file.Name).Should().Equal("one.png", "two.png");
    }

    [Fact]
    public void Two_photographs_of_one_name_would_overwrite_each_other_and_are_refused()
    {
        Pictures.Write(_folder.File("a", "cat.png"), Pictures.Png());
        Pictures.Write(_folder.File("b", "cat.png"), Pictures.Png());

        var find = () => PhotographPaths.Find([_folder.File("a"), _folder.File("b")], null, (_, _) => { }, TestContext.Current.CancellationToken);

        find.Should().Throw<CliException>().WithMessage("Two photographs are called cat.png*");
    }

    public void Dispose() => _folder.Dispose();
}
