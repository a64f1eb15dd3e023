using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Quality;
using CloudRestore.Imaging.Resampling;
using CsCheck;

namespace CloudRestore.Imaging.Tests.Quality;

public class StampRunsTests
{
    private static readonly DamageRecipe Recipe = new() { Name = "stamp", Steps = [new LowResolution { ShorterSide = 48 }, new NumberStamp()] };

    [Fact]
    public void A_region_measures_the_same_after_it_was_written_down()
    {
        var original = TestPictures.Of(300, 225, (x, y, c) => 20 + (x / 4) + (y / 5) + (10 * c));
        var (target, damaged) = (Resample.Bilinear(original, 128, 96), Resample.Bilinear(Recipe.Apply(original, 3), 128, 96));
        var region = StampRegion.Find(Recipe, original, 3, 128, 96)!;

        var back = StampRegion.Of(region.Runs)!;

        back.ExcessError(damaged, target).Should().Be(region.ExcessError(damaged, target)).And.BePositive();
        back.Runs.Should().BeEquivalentTo(region.Runs);
    }

    [Fact]
    public void Any_pixels_survive() => Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12]).SelectMany(size => Gen.Bool.Array[size.Item1 * size.Item2], (size, pixels) => (size, pixels)).Sample(
        picture => StampRuns.Of(picture.size.Item1, picture.size.Item2, picture.pixels).ToPixels().Should().Equal(picture.pixels));

    [Fact]
    public void Nothing_stamped_is_no_region() => StampRegion.Of(new StampRuns(4, 3, [12])).Should().BeNull();

    [Theory]
    [InlineData(4, 3, new[] { 5, 6 })]
    [InlineData(4, 3, new[] { 5, 8 })]
    [InlineData(4, 3, new[] { 14, -2 })]
    [InlineData(4, 3, new int[0])]
    public void Runs_that_do_not_fill_the_picture_are_refused(int width, int height, int[] lengths) =>
        FluentActions.Invoking(() => StampRegion.Of(new StampRuns(width, height, lengths))).Should().Throw<FormatException>().WithMessage("A stamp's runs do not fill its picture of 4 x 3 pixels.");

    [Theory]
    [InlineData(0, 5)]
    [InlineData(65_536, 1)]
    [InlineData(65_535, 65_535)]
    public void A_picture_that_cannot_be_is_refused(int width, int height) =>
        FluentActions.Invoking(() => StampRegion.Of(new StampRuns(width, height, [width * height]))).Should().Throw<FormatException>().WithMessage("A stamp's picture cannot have*");
}
