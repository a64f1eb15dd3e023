using CloudRestore.Imaging.Quality;
using CsCheck;

namespace CloudRestore.Imaging.Tests.Quality;

public class SsimTests
{
    // Computed by a direct implementation in another language: explicit loops over an 11 x 11 window, in double precision.
    [Fact]
    public void Known_values_are_met()
    {
        Ssim.Of(ReferencePictures.Busy, ReferencePictures.Noisy(ReferencePictures.Busy)).Should().BeApproximately(0.9800296626364275, 1e-9);
        Ssim.Of(ReferencePictures.Smooth, ReferencePictures.Noisy(ReferencePictures.Smooth)).Should().BeApproximately(0.7973150005425854, 1e-9);
        Ssim.Of(ReferencePictures.Busy, ReferencePictures.Inverted(ReferencePictures.Busy)).Should().BeApproximately(-0.8605525371729418, 1e-9);
        Ssim.Of(ReferencePictures.Smooth, ReferencePictures.Inverted(ReferencePictures.Smooth)).Should().BeApproximately(-0.5967681582824478, 1e-9);
    }

    [Fact]
    public void Flat_pictures_leave_only_the_luminance_term()
    {
        const double C1 = 6.5025;
        Ssim.Of(TestPictures.Flat(20, 11, 100), TestPictures.Flat(20, 11, 150))
            .Should().BeApproximately(((2 * 100 * 150) + C1) / ((100 * 100) + (150 * 150) + C1), 1e-9);
    }

    [Fact]
    public void Identical_pictures_have_an_ssim_of_one() =>
        Gen.Select(Gen.Int[11, 40], Gen.Int[11, 40], Gen.ULong).Sample((width, height, seed) =>
            Math.Abs(Ssim.Of(TestPictures.Noise(width, height, seed), TestPictures.Noise(width, height, seed)) - 1) < 1e-9, iter: 50);

    [Fact]
    public void It_is_symmetric_and_at_most_one() => Gen.Select(Gen.ULong, Gen.ULong).Sample((one, two) =>
    {
        var (a, b) = (TestPictures.Noise(17, 13, one), TestPictures.Noise(17, 13, two));
        return Math.Abs(Ssim.Of(a, b) - Ssim.Of(b, a)) < 1e-12 && Ssim.Of(a, b) <= 1;
    }, iter: 50);

    [Theory]
    [InlineData(10, 40)]
    [InlineData(40, 10)]
    public void A_picture_smaller_than_the_window_is_refused(int width, int height) =>
        FluentActions.Invoking(() => Ssim.Of(TestPictures.Flat(width, height, 1), TestPictures.Flat(width, height, 1)))
            .Should().Throw<ArgumentException>().WithMessage("*at least 11*");

    [Fact]
    public void Different_sizes_are_refused() =>
        FluentActions.Invoking(() => Ssim.Of(TestPictures.Flat(20, 20, 1), TestPictures.Flat(21, 20, 1))).Should().Throw<ArgumentException>();
}
