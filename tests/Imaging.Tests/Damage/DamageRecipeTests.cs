using System.Security.Cryptography;
using CloudRestore.Imaging.Damage;
using CsCheck;

namespace CloudRestore.Imaging.Tests.Damage;

public class DamageRecipeTests
{
    private static readonly RgbImage Picture = TestPictures.Gradient(240, 180);

    [Fact]
    public void Damage_is_a_function_of_the_seed() => Gen.ULong.Sample(seed =>
        DamageRecipe.Lesson7.Apply(Picture, seed).Pixels.AsSpan().SequenceEqual(DamageRecipe.Lesson7.Apply(Picture, seed).Pixels), iter: 50);

    [Fact]
    public void Other_seeds_give_other_damage() =>
        Enumerable.Range(0, 20).Select(seed => Convert.ToHexString(DamageRecipe.Lesson7.Apply(Picture, (ulong)seed).Pixels))
            .Distinct().Should().HaveCount(20);

    [Fact]
    public void The_original_is_left_as_it_was()
    {
        var before = Picture.Clone();
        DamageRecipe.Lesson7.Apply(Picture, 3);
        Picture.Pixels.Should().Equal(before.Pixels);
    }

    [Fact]
    public void The_result_has_a_shorter_side_of_96_pixels()
    {
        var damaged = DamageRecipe.Lesson7.Apply(Picture, 3);
        (damaged.Width, damaged.Height).Should().Be((128, 96));
    }

    [Fact]
    public void A_small_picture_is_damaged_at_its_own_size()
    {
        var damaged = DamageRecipe.Lesson7.Apply(TestPictures.Gradient(3, 2), 3);
        (damaged.Width, damaged.Height).Should().Be((3, 2));
    }

    [Fact]
    public void A_recipe_survives_json()
    {
        var recipe = new DamageRecipe
        {
            Name = "soft-2",
            TargetShorterSide = 128,
            Steps = [new LowResolution { ShorterSide = 64 }, new JpegArtefacts { MinQuality = 30, MaxQuality = 40 }],
        };
        var back = DamageRecipe.FromJson(recipe.ToJson());
        back.ToJson().Should().Be(recipe.ToJson());
        back.Hash.Should().Be(recipe.Hash);
        back.Apply(Picture, 9).Pixels.Should().Equal(recipe.Apply(Picture, 9).Pixels);
    }

    // Folders of finished work carry this hash: it may change only together with the damage.
    [Fact]
    public void The_lesson_keeps_its_hash()
    {
        DamageRecipe.Lesson7.ToJson().Should().Be(
            """{"name":"lesson7","targetShorterSide":256,"steps":[{"kind":"low-resolution","shorterSide":96},{"kind":"number-stamp"},{"kind":"jpeg-artefacts","minQuality":10,"maxQuality":70}]}""");
        DamageRecipe.Lesson7.Hash.Should().MatchRegex("^[0-9a-f]{12}$").And.Be("8707f7dbdca0");
    }

    // Trainings and figures rest on these very bytes: neither the draws nor the arithmetic may change.
    [Fact]
    public void The_lesson_keeps_its_bytes()
    {
        using var bytes = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var picture in new[] { Picture, TestPictures.Noise(131, 173, 5), TestPictures.Gradient(37, 53) })
        {
            for (var seed = 0UL; seed < 12; seed++)
                bytes.AppendData(DamageRecipe.Lesson7.Apply(picture, seed * 0x123456789ABCDEF).Pixels);
        }

        Convert.ToHexStringLower(bytes.GetHashAndReset())[..32].Should().Be("9d9481544e4409be29f100ad034b71b5");
    }

    [Fact]
    public void Recipes_are_found_by_name()
    {
        DamageRecipe.Named("lesson7").Should().BeSameAs(DamageRecipe.Lesson7);
        DamageRecipe.Names.Select(name => DamageRecipe.Named(name).Name).Should().Equal(DamageRecipe.Names).And.OnlyHaveUniqueItems();
        FluentActions.Invoking(() => DamageRecipe.Named("lesson8")).Should().Throw<ArgumentException>().WithMessage("*\"lesson8\"*lesson7, restore*");
    }

    [Theory]
    [InlineData("", "*cannot be read*")]
    [InlineData("null", "*null*")]
    [InlineData("""{"name":"x","steps":[]}""", "*at least one step*")]
    [InlineData("""{"name":"x","steps":[null]}""", "*at least one step*")]
    [InlineData("""{"name":"x","steps":null}""", "*at least one step*")]
    [InlineData("""{"name":"../x","steps":[{"kind":"number-stamp"}]}""", "*\"../x\"*")]
    [InlineData("""{"name":"x","targetShorterSide":1,"steps":[{"kind":"number-stamp"}]}""", "*16 to 4096*")]
    [InlineData("""{"name":"x","steps":[{"kind":"low-resolution","shorterSide":0}]}""", "*8 to 4096*")]
    [InlineData("""{"name":"x","steps":[{"kind":"jpeg-artefacts","minQuality":50,"maxQuality":40}]}""", "*50 to 40*")]
    [InlineData("""{"name":"x","steps":[{"shorterSide":96}]}""", "*cannot be read*")]
    [InlineData("""{"name":"x","steps":[{"kind":"low-resolution","sharpness":3}]}""", "*sharpness*")]
    [InlineData("""{"name":"x","steps":[{"kind":"sepia"}]}""", "*cannot be read*")]
    [InlineData("""{"name":"x","steps":[{"kind":"number-stamp"}],"sharpness":3}""", "*sharpness*")]
    public void A_bad_recipe_is_named_in_one_sentence(string json, string message) =>
        FluentActions.Invoking(() => DamageRecipe.FromJson(json)).Should().Throw<FormatException>().WithMessage(message);

    [Fact]
    public void An_invalid_recipe_is_not_applied() =>
        FluentActions.Invoking(() => new DamageRecipe { Name = "x", Steps = [] }.Apply(Picture, 1)).Should().Throw<InvalidOperationException>();

    [Theory]
    [InlineData(512, 384, 341, 256)]
    [InlineData(300, 200, 300, 200)]
    public void Targets_are_never_enlarged(int width, int height, int targetWidth, int targetHeight) =>
        DamageRecipe.Lesson7.TargetSize(width, height).Should().Be((targetWidth, targetHeight));
}
