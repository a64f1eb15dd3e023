using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Pairs;
using CloudRestore.Imaging.Photographs;

namespace CloudRestore.Imaging.Tests.Pairs;

public class PairBuilderTests
{
    private static readonly byte[] Original = TestPictures.Encoded(TestPictures.Gradient(600, 400), PhotographFormat.Jpeg);

    [Fact]
    public void The_damaged_picture_is_small_and_the_original_at_target_size()
    {
        var pair = PairBuilder.Build(Original, "a b.jpg", DamageRecipe.Lesson7, 3);
        PhotographHeader damaged = PhotographReader.ReadHeader(pair.Damaged, "d"), original = PhotographReader.ReadHeader(pair.Original, "o");
        pair.Name.Should().Be("a b.jpg");
        (damaged.Format, damaged.Width, damaged.Height).Should().Be((PhotographFormat.Png, 144, 96));
        (original.Format, original.Width, original.Height).Should().Be((PhotographFormat.Png, 384, 256));
    }

    [Fact]
    public void The_damaged_picture_is_what_the_recipe_makes_of_the_full_original()
    {
        var pair = PairBuilder.Build(Original, "a", DamageRecipe.Lesson7, 3);
        var expected = DamageRecipe.Lesson7.Apply(PhotographReader.Read(Original, "a").Color, 3);
        PhotographReader.Read(pair.Damaged, "d").Color.Pixels.Should().Equal(expected.Pixels);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        PairBuilder.Build(Original, "a", DamageRecipe.Lesson7, 3).Should().BeEquivalentTo(PairBuilder.Build(Original, "a", DamageRecipe.Lesson7, 3));
        PairBuilder.Build(Original, "a", DamageRecipe.Lesson7, 4).Damaged.Should().NotEqual(PairBuilder.Build(Original, "a", DamageRecipe.Lesson7, 3).Damaged);
    }

    [Fact]
    public void A_small_photograph_is_not_enlarged()
    {
        var small = TestPictures.Encoded(TestPictures.Gradient(120, 80), PhotographFormat.Png);
        var original = PhotographReader.ReadHeader(PairBuilder.Build(small, "a", DamageRecipe.Lesson7, 1).Original, "o");
        (original.Width, original.Height).Should().Be((120, 80));
    }

    [Fact]
    public void A_broken_photograph_is_refused() =>
        FluentActions.Invoking(() => PairBuilder.Build(Original[..500], "a", DamageRecipe.Lesson7, 1)).Should().Throw<PhotographException>();
}
