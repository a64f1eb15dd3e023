using CloudRestore.Imaging;
using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Imaging.Quality;
using CloudRestore.Learning.Evaluation;
using CloudRestore.Learning.Tests.Data;

namespace CloudRestore.Learning.Tests.Evaluation;

public sealed class RestorationQualityTests
{
    private static readonly BenchmarkPhotograph Photograph = BenchmarkPhotograph.Make(
        PhotographWriter.Write(new Photograph(TestPairs.Picture(300, 200, 3)), PhotographFormat.Png), "a.png", DamageRecipe.Lesson7 with { TargetShorterSide = 128 }, 7);

    [Fact]
    public void A_perfect_restoration_has_the_best_of_every_figure()
    {
        var quality = RestorationQuality.Of(Photograph, Photograph.Original);

        quality.Psnr.Should().Be(100, "JSON cannot hold infinity");
        quality.Ssim.Should().BeApproximately(1, 1e-9);
        quality.Detail!.Sharpness.Should().BeApproximately(1, 1e-9);
        quality.Detail.Noise.Should().BeApproximately(0, 1e-9);
        quality.Residue!.Share.Should().Be(0);
    }

    [Fact]
    public void The_damaged_photograph_itself_has_all_of_its_stamp()
    {
        var quality = RestorationQuality.Of(Photograph, Photograph.Damaged);

        quality.Psnr.Should().Be(Psnr.Of(Photograph.Damaged, Photograph.Original));
        quality.Ssim.Should().Be(Ssim.Of(Photograph.Damaged, Photograph.Original));
        quality.Residue!.Share.Should().Be(1);
    }

    [Fact]
    public void A_mean_takes_what_there_is()
    {
        var full = new RestorationQuality(20, 0.5, new Detail(0.4, 0.2), new StampResidue(100, 1000));
        var bare = new RestorationQuality(30, 0.7, null, null);
        var other = new RestorationQuality(40, 0.9, new Detail(0.6, 0.4), new StampResidue(500, 500));

        var mean = RestorationQuality.Mean([full, bare, other]);

        mean.Psnr.Should().BeApproximately(30, 1e-12);
        mean.Ssim.Should().BeApproximately(0.7, 1e-12);
        mean.Detail!.Sharpness.Should().BeApproximately(0.5, 1e-12);
        mean.Detail.Noise.Should().BeApproximately(0.3, 1e-12);
        mean.Residue!.Share.Should().BeApproximately(0.4, 1e-12);
        RestorationQuality.Mean([bare]).Should().Be(bare);
    }

    [Fact]
    public void A_clean_photograph_shows_a_shift_of_its_colours_by_channel()
    {
        var original = TestPairs.Picture(30, 20, 1);
        var shifts = new[] { 3, 0, -2 };
        var answer = new RgbImage(30, 20, [.. original.Pixels.Select((level, i) => (byte)(level + shifts[i % 3]))]);

        CleanQuality.Of(answer, original).ColourShift.Should().Equal(3, 0, -2);
        CleanQuality.Of(original, original).Psnr.Should().Be(100);
        CleanQuality.Mean([new CleanQuality(40, [1, 0, 3]), new CleanQuality(50, [-1, 2, 3])]).Should().BeEquivalentTo(new CleanQuality(45, [0, 1, 3]));
    }
}
