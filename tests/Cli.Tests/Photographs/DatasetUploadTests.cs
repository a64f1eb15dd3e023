using CloudRestore.Cli.Photographs;
using CloudRestore.Core.Naming;
using CloudRestore.Testing;
using CsCheck;

namespace CloudRestore.Cli.Tests.Photographs;

public sealed class DatasetUploadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_dataset_is_named_after_what_its_photographs_hold()
    {
        Pictures.Write(_folder.File("Cats and Dogs", "a.png"), Pictures.Png(1));
        var first = Name("Cats and Dogs");
        Pictures.Write(_folder.File("Cats and Dogs", "a.png"), Pictures.Png(2));
        var second = Name("Cats and Dogs");
        Pictures.Write(_folder.File("Cats and Dogs", "a.png"), Pictures.Png(1));

        first.Should().StartWith("cats-and-dogs-").And.NotBe(second).And.Be(Name("Cats and Dogs"));
    }

    [Fact]
    public void Whatever_the_folder_is_called_the_name_is_allowed() => Gen.Char.Where(c => c is not ('/' or '\0')).Array[1, 60].Select(text => new string(text)).Sample(name =>
        Identifier.Require(DatasetUpload.NameFor(name, []), "dataset").Length.Should().BeLessThanOrEqualTo(Identifier.MaxLength));

    public void Dispose() => _folder.Dispose();

    private string Name(string folder) => DatasetUpload.NameFor(_folder.File(folder), PhotographFolder.Find(_folder.File(folder), null, (_, _) => { }, TestContext.Current.CancellationToken));
}
