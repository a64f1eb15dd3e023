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
        options[0].Should().Match<WeightedSteps>(option => option.Weight == 0.7 && option.Steps.SequenceEqual(DamageRecipe.Lesson7.Steps));
    }

    [Fact]
    public void Damage_comes_in_the_shares_that_are_documented()
    {
        var small = Resample.Bilinear(Picture, 450, 300);
        var heights = Enumerable.Range(0, 1000).Select(seed => (Seed: (ulong)seed, Recipe.Apply(small, (ulong)seed).Height)).ToList();
        heights.Count(damaged => damaged.Height == 96).Should().BeInRange(650, 770);
        heights.Count(damaged => damaged.Height is >= 80 and <= 160 and not 96).Should().BeInRange(80, 160);
        heights.Count(damaged => damaged.Height is >= 192 and < 300).Should().BeInRange(20, 70);
        heights.Count(damaged => damaged.Height == 300).Should().BeInRange(100, 190);
        heights.Count(damaged => damaged.Height == 300 && Recipe.Apply(small, damaged.Seed).Pixels.SequenceEqual(small.Pixels)).Should().BeInRange(70, 130);
    }

    // Folders of finished work carry this hash: it may change only together with the damage.
    [Fact]
    public void The_recipe_keeps_its_hash() => Recipe.Hash.Should().Be("72cfa14b057b");

    [Fact]
    public void The_recipe_survives_json() =>
        DamageRecipe.FromJson(Recipe.ToJson()).Apply(Picture, 4).Pixels.Should().Equal(Recipe.Apply(Picture, 4).Pixels);
}
