using CloudRestore.Imaging.Damage;
using CloudRestore.Learning.Models;

namespace CloudRestore.Learning.Tests.Models;

public sealed class TrainedForTests
{
    [Theory]
    [InlineData("lesson7", true)]
    [InlineData("lesson7-words", true)]
    [InlineData("restore", true)]
    [InlineData("old-photo", false)]
    [InlineData("colorize", false)]
    [InlineData("real-esrgan", false)]
    [InlineData("of-somebody-else", false)]
    public void A_model_is_known_to_remove_numbers_or_texts_by_its_recipe(string recipe, bool stamps) =>
        new TrainedFor { Damage = recipe, Scale = 1, TargetSize = 256 }.Stamps.Should().Be(stamps);

    [Fact]
    public void Of_every_recipe_it_is_said_above() =>
        DamageRecipe.Names.Should().BeEquivalentTo("lesson7", "lesson7-words", "restore", "old-photo", "colorize", "real-esrgan");
}
