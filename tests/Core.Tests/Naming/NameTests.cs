using CloudRestore.Core.Naming;
using CloudRestore.Core.Storage;
using CsCheck;

namespace CloudRestore.Core.Tests.Naming;

public sealed class NameTests
{
    [Theory]
    [InlineData("run1")]
    [InlineData("pets-2026.11")]
    [InlineData("a")]
    [InlineData("run1.pretrain-generator")]
    public void Identifiers_are_lower_case_letters_digits_dashes_and_dots(string name) => Identifier.IsValid(name).Should().BeTrue();

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("Run")]
    [InlineData("-run")]
    [InlineData("run.")]
    [InlineData("a..b")]
    [InlineData("a/b")]
    [InlineData("a\n")]
    [InlineData("größe")]
    public void Other_identifiers_are_refused_in_a_sentence_that_says_what_is_allowed(string? name)
    {
        var act = () => Identifier.Require(name, "dataset");
        act.Should().Throw<InvalidNameException>().WithMessage("*cannot name a dataset: use 1 to 80 lower-case letters*");
    }

    [Theory]
    [InlineData("cat.jpg")]
    [InlineData("our cats/first cat.jpg")]
    [InlineData("Größe – été 写真.png")]
    [InlineData("a..b.jpg")]
    [InlineData(".hidden")]
    public void Photographs_may_have_folders_spaces_and_any_letters(string name) => PhotographName.Require(name).Should().Be(name);

    [Theory]
    [InlineData("../cat.jpg", "'..'")]
    [InlineData("a/../../cat.jpg", "'..'")]
    [InlineData("./cat.jpg", "'.'")]
    [InlineData("/etc/passwd", "begins")]
    [InlineData("a//b.jpg", "two in a row")]
    [InlineData("a\\..\\b.jpg", "backslash")]
    [InlineData("cat\0.jpg", "control")]
    [InlineData("   ", "empty")]
    [InlineData("cat.", "ends with '.'")]
    public void Names_that_could_lead_outside_are_refused_with_the_reason(string name, string reason)
    {
        var act = () => PhotographName.Require(name);
        act.Should().Throw<InvalidNameException>().WithMessage($"*{reason}*");
    }

    [Fact]
    public void A_name_longer_than_a_blob_layout_can_hold_is_refused() =>
        PhotographName.IsValid(new string('x', PhotographName.MaxLength + 1)).Should().BeFalse();

    [Fact]
    public void No_accepted_name_leaves_its_folder() =>
        Gen.String[Gen.Char["./\\ab\u00e9 "], 0, 12].Sample(name =>
        {
            if (!PhotographName.IsValid(name))
                return;
            var root = Path.GetFullPath("/base");
            Path.GetFullPath(Path.Combine(root, name)).Should().StartWith(root + "/");
        });

    [Fact]
    public void Messages_never_carry_control_characters_from_outside()
    {
        var act = () => Identifier.Require("a\u001b[31mred\n", "run");
        act.Should().Throw<InvalidNameException>().Which.Message.Should().NotContainAny("\u001b", "\n");
    }

    [Fact]
    public void Layouts_check_the_names_they_are_given()
    {
        FluentActions.Invoking(() => RunBlobs.Request("../x")).Should().Throw<InvalidNameException>();
        FluentActions.Invoking(() => DatasetBlobs.Original("pets", "../x.jpg")).Should().Throw<InvalidNameException>();
        FluentActions.Invoking(() => ModelBlobs.Folder("")).Should().Throw<InvalidNameException>();
        FluentActions.Invoking(() => JobBlobs.Result("a/b")).Should().Throw<InvalidNameException>();
        FluentActions.Invoking(() => RestoredBlobs.OfUpload("..")).Should().Throw<InvalidNameException>();
    }
}
