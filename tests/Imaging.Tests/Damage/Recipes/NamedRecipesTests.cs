using CloudRestore.Imaging.Damage;

namespace CloudRestore.Imaging.Tests.Damage.Recipes;

public class NamedRecipesTests
{
    public static TheoryData<string> Names => new(DamageRecipe.Names);

    [Fact]
    public void There_are_six() => DamageRecipe.Names.Should().Equal("lesson7", "restore", "lesson7-words", "colorize", "old-photo", "real-esrgan");

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recipe_survives_json(string name)
    {
        var recipe = DamageRecipe.Named(name);
        var back = DamageRecipe.FromJson(recipe.ToJson());
        back.ToJson().Should().Be(recipe.ToJson());
        for (var seed = 0UL; seed < 3; seed++)
            back.Apply(TestPictures.Gradient(64, 48), seed).Pixels.Should().Equal(recipe.Apply(TestPictures.Gradient(64, 48), seed).Pixels);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recipe_works_on_pictures_of_any_size(string name)
    {
        foreach (var picture in new[] { TestPictures.Noise(1, 1, 1), TestPictures.Gradient(37, 53), TestPictures.Noise(300, 200, 2) })
        {
            for (var seed = 0UL; seed < 2; seed++)
            {
                var damaged = DamageRecipe.Named(name).Apply(picture, seed);
                (damaged.Width <= picture.Width && damaged.Height <= picture.Height).Should().BeTrue();
                DamageRecipe.Named(name).Apply(picture, seed).Pixels.Should().Equal(damaged.Pixels);
            }
        }
    }

    // Folders of finished work carry these hashes: they may change only together with the damage.
    [Theory]
    [InlineData("lesson7-words", "06ec26c49889")]
    [InlineData("colorize", "0e5281803716")]
    [InlineData("old-photo", "fc9567b06de6")]
    [InlineData("real-esrgan", "2010a9e14653")]
    public void A_recipe_keeps_its_hash(string name, string hash) => DamageRecipe.Named(name).Hash.Should().Be(hash);

    [Fact]
    public void Colorize_takes_all_colour_away() =>
        DamageRecipe.Named("colorize").Apply(TestPictures.Gradient(64, 48), 1).Pixels.Chunk(3).Should().OnlyContain(pixel => pixel.Max() - pixel.Min() <= 4);

    [Fact]
    public void Real_esrgan_ends_at_a_quarter() =>
        DamageRecipe.Named("real-esrgan").Apply(TestPictures.Gradient(600, 400), 1).Should().Match<RgbImage>(image => image.Width == 96 && image.Height == 64);
}
