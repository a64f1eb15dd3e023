using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Damage.Composition;
using CloudRestore.Imaging.Resampling;

namespace CloudRestore.Imaging.Tests.Damage.Recipes;

public class RestoreRecipeTests
{
    private static readonly RgbImage Picture = TestPictures.Gradient(600, 400);
    private static readonly DamageRecipe Recipe = DamageRecipe.Named("restore");

    [Fact]
    public void Pairs_keep_the_size_of_the_photograph() => Recipe.TargetSize(6000, 4000).Should().Be((6000, 4000));

    [Fact]
    public void The_largest_share_is_the_lesson_to_the_letter()
    {
        var options = Recipe.Steps.Should().ContainSingle().Which.Should().BeOfType<OneOf>().Subject.Options;
        options.Sum(option => option.Weight).Should().BeApproximately(1, 1e-12);
        options[0].Should().Match<WeightedSteps>(option => option.Weight == 0.4 && option.Steps.SequenceEqual(DamageRecipe.Lesson7.Steps));
    }

    [Fact]
    public void Damage_comes_in_the_shares_that_are_documented()
    {
        var small = Resample.Bilinear(Picture, 300, 300);
        var damaged = Enumerable.Range(0, 250).Select(seed => Recipe.Apply(small, (ulong)seed)).ToList();
        damaged.Count(image => image.Height == 96).Should().BeInRange(145, 205);
        damaged.Count(image => image.Height is >= 80 and <= 160 and not 96).Should().BeInRange(12, 50);
        damaged.Count(image => image.Height is >= 192 and < 300).Should().BeInRange(1, 25);
        damaged.Count(image => image.Height == 300 && image.Pixels.SequenceEqual(small.Pixels)).Should().BeInRange(8, 45);
        damaged.Should().OnlyContain(image => image.Height >= 80 && image.Height <= 300);
    }

    // Folders of finished work carry this hash: it may change only together with the damage.
    [Fact]
    public void The_recipe_keeps_its_hash() => Recipe.Hash.Should().Be("993adc65ef3c");

    [Fact]
    public void The_recipe_survives_json() =>
        DamageRecipe.FromJson(Recipe.ToJson()).Apply(Picture, 4).Pixels.Should().Equal(Recipe.Apply(Picture, 4).Pixels);
}
