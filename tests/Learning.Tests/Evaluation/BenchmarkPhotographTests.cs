using System.Security.Cryptography;
using CloudRestore.Imaging;
using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Pairs;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Imaging.Resampling;
using CloudRestore.Learning.Evaluation;
using CloudRestore.Learning.Tests.Data;

namespace CloudRestore.Learning.Tests.Evaluation;

public sealed class BenchmarkPhotographTests
{
    private static readonly DamageRecipe Recipe = DamageRecipe.Lesson7 with { TargetShorterSide = 128 };

    [Fact]
    public void Original_and_damage_are_those_of_a_training_pair_with_the_same_seed()
    {
        var bytes = Encoded(TestPairs.Picture(300, 200, 3));
        var pair = PairBuilder.Build(bytes, "a.png", Recipe, DamageSeed.For(7, Convert.ToHexStringLower(SHA256.HashData(bytes))));

        var photograph = BenchmarkPhotograph.Make(bytes, "a.png", Recipe, 7);

        photograph.Original.Pixels.Should().Equal(Decoded(pair.Original).Pixels);
        photograph.Damaged.Pixels.Should().Equal(Resample.Bilinear(Decoded(pair.Damaged), 192, 128).Pixels);
        photograph.Bicubic.Pixels.Should().Equal(Resample.Bicubic(Decoded(pair.Damaged), 192, 128).Pixels);
        photograph.Stamp.Should().NotBeNull();
    }

    [Fact]
    public void A_photograph_that_is_smaller_than_the_target_keeps_its_size()
    {
        var photograph = BenchmarkPhotograph.Make(Encoded(TestPairs.Picture(110, 100, 3)), "a.png", Recipe, 7);

        (photograph.Original.Width, photograph.Original.Height).Should().Be((110, 100));
        (photograph.Damaged.Width, photograph.Damaged.Height).Should().Be((110, 100));
    }

    [Fact]
    public void One_that_is_too_small_to_be_measured_is_refused_in_one_sentence() =>
        FluentActions.Invoking(() => BenchmarkPhotograph.Make(Encoded(TestPairs.Picture(40, 10, 3)), "a.png", Recipe, 7)).Should().Throw<PhotographException>()
            .WithMessage("\"a.png\" is 40 x 10 pixels, too small to be measured: give one of at least 11 x 11 pixels.").Which.Problem.Should().Be(PhotographProblem.TooSmall);

    private static byte[] Encoded(RgbImage image) => PhotographWriter.Write(new Photograph(image), PhotographFormat.Png);

    private static RgbImage Decoded(byte[] bytes) => PhotographReader.Read(bytes, "x").Color;
}
