using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Quality;
using CloudRestore.Imaging.Resampling;

namespace CloudRestore.Imaging.Tests.Quality;

public class StampResidueTests
{
    private const int Width = 128;
    private const int Height = 96;

    private static readonly RgbImage Original = TestPictures.Of(300, 225, (x, y, c) => 20 + (x / 4) + (y / 5) + (10 * c));
    private static readonly RgbImage Target = Resample.Bilinear(Original, Width, Height);
    private static readonly DamageRecipe Recipe = new() { Name = "stamp", Steps = [new LowResolution { ShorterSide = 48 }, new NumberStamp(), new JpegArtefacts { MinQuality = 40 }] };

    [Fact]
    public void Nothing_restored_leaves_the_whole_stamp() => Share(Damaged()).Should().Be(1);

    [Fact]
    public void The_original_has_nothing_left_of_it() => Share(Target).Should().Be(0);

    [Fact]
    public void Half_the_difference_is_a_quarter_of_the_error() => Share(Blend(Damaged(), Target, 0.5)).Should().BeApproximately(0.25, 0.01);

    [Fact]
    public void What_is_better_under_the_stamp_than_around_it_has_nothing_left()
    {
        var noise = TestPictures.Noise(Width, Height, 2);
        var damaged = Damaged();
        // Noise everywhere but where the stamp was.
        var restored = TestPictures.Of(Width, Height, (x, y, c) => Math.Abs(Sample(damaged, x, y, c) - Sample(Target, x, y, c)) > 15 ? Sample(Target, x, y, c) : Sample(noise, x, y, c));

        Region()!.ExcessError(restored, Target).Should().BeNegative();
        Share(restored).Should().Be(0);
    }

    [Fact]
    public void The_region_is_where_the_stamp_was_drawn_whatever_JPEG_does_around_it()
    {
        var stamped = Resample.Bilinear(Recipe.Apply(Original, 3, step => step is not JpegArtefacts), Width, Height);
        var plain = Resample.Bilinear(Recipe.Apply(Original, 3, step => step is LowResolution), Width, Height);
        var outside = TestPictures.Of(Width, Height, (x, y, c) => Sample(stamped, x, y, c) == Sample(plain, x, y, c) ? 255 : Sample(plain, x, y, c));

        Region()!.ExcessError(stamped, plain).Should().BeGreaterThan(1000);
        Region()!.ExcessError(outside, plain).Should().BeNegative("what lies away from the stamp is the ring's or nobody's");
    }

    [Fact]
    public void Leaving_out_the_stamp_changes_no_other_draw() =>
        Recipe.Apply(Original, 3, step => step is not IOverlay).Pixels.Should()
            .Equal((Recipe with { Steps = [new LowResolution { ShorterSide = 48 }, new JpegArtefacts { MinQuality = 40 }] }).Apply(Original, 3).Pixels);

    [Fact]
    public void A_recipe_without_a_stamp_has_no_region() =>
        StampRegion.Find(Recipe with { Steps = [new LowResolution(), new JpegArtefacts()] }, Original, 3, Width, Height).Should().BeNull();

    [Fact]
    public void White_on_white_has_no_region() => StampRegion.Find(Recipe, TestPictures.Flat(300, 225, 250), 3, Width, Height).Should().BeNull();

    [Fact]
    public void A_stamp_that_hardly_shows_is_not_judged()
    {
        var bright = TestPictures.Flat(300, 225, 244);
        var target = Resample.Bilinear(bright, Width, Height);
        var damaged = Resample.Bilinear(Recipe.Apply(bright, 3), Width, Height);
        var region = StampRegion.Find(Recipe, bright, 3, Width, Height)!;

        region.ExcessError(damaged, target).Should().BePositive();
        StampResidue.Of(region, target, damaged, target).Should().BeNull();
    }

    [Fact]
    public void The_mean_is_the_ratio_of_the_sums()
    {
        StampResidue.Mean([new StampResidue(500, 1000), new StampResidue(120, 100), new StampResidue(-50, 400)])!.Share.Should().BeApproximately(570.0 / 1500, 1e-12);
        StampResidue.Mean([new StampResidue(-50, 400)])!.Share.Should().Be(0);
        StampResidue.Mean([]).Should().BeNull();
    }

    [Fact]
    public void A_picture_of_another_size_is_refused() =>
        FluentActions.Invoking(() => Region()!.ExcessError(Original, Original)).Should().Throw<ArgumentException>().WithMessage("*128 x 96 pixels, not 300 x 225*");

    private static double Share(RgbImage restored) => StampResidue.Of(Region()!, restored, Damaged(), Target)!.Share;

    private static StampRegion? Region() => StampRegion.Find(Recipe, Original, 3, Width, Height);

    private static RgbImage Damaged() => Resample.Bilinear(Recipe.Apply(Original, 3), Width, Height);

    private static RgbImage Blend(RgbImage a, RgbImage b, double share) => new(
        a.Width, a.Height, [.. a.Pixels.Zip(b.Pixels, (x, y) => (byte)Math.Round((share * x) + ((1 - share) * y)))]);

    private static byte Sample(RgbImage image, int x, int y, int channel) => image.Pixels[(((y * image.Width) + x) * RgbImage.Channels) + channel];
}
