using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Quality;

namespace CloudRestore.Imaging.Tests.Damage;

public class JpegArtefactsTests
{
    [Fact]
    public void A_lower_quality_does_more_harm()
    {
        var picture = TestPictures.Noise(64, 48, 1);
        int[] qualities = [10, 30, 50, 70, 95];
        qualities.Select(quality => Psnr.Of(picture, Compress(picture, quality))).Should().BeInAscendingOrder();
    }

    [Fact]
    public void Colour_has_half_the_resolution()
    {
        // Red and blue of equal luma, pixel by pixel: with 4:2:0 they become one purple even at the best quality.
        var picture = TestPictures.Of(64, 64, (x, _, c) => c == 1 ? 60 : (c == 0) == (x % 2 == 0) ? 120 : 60);
        Psnr.Of(picture, Compress(picture, 100)).Should().BeLessThan(30);
    }

    [Fact]
    public void The_size_stays() => Compress(TestPictures.Gradient(17, 9), 10).Should().Match<RgbImage>(image => image.Width == 17 && image.Height == 9);

    private static RgbImage Compress(RgbImage picture, int quality) =>
        new JpegArtefacts().Apply(picture, new DamageContext(new SeededRandom(1), quality));
}
