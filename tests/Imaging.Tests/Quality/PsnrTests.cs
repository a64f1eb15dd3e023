using CloudRestore.Imaging.Quality;
using CsCheck;

namespace CloudRestore.Imaging.Tests.Quality;

public class PsnrTests
{
    [Fact]
    public void Identical_pictures_have_infinite_psnr() =>
        Psnr.Of(TestPictures.Gradient(5, 4), TestPictures.Gradient(5, 4)).Should().Be(double.PositiveInfinity);

    [Fact]
    public void Black_against_white_is_zero_decibels() =>
        Psnr.Of(TestPictures.Flat(6, 6, 0), TestPictures.Flat(6, 6, 255)).Should().Be(0);

    [Fact]
    public void A_difference_of_one_everywhere_is_48_13_decibels() =>
        Psnr.Of(TestPictures.Flat(6, 6, 100), TestPictures.Flat(6, 6, 101)).Should().BeApproximately(20 * Math.Log10(255), 1e-12);

    // Computed by a direct implementation in another language, in double precision.
    [Fact]
    public void Known_values_are_met()
    {
        Psnr.Of(ReferencePictures.Busy, ReferencePictures.Noisy(ReferencePictures.Busy)).Should().BeApproximately(26.84835128619891, 1e-10);
        Psnr.Of(ReferencePictures.Smooth, ReferencePictures.Inverted(ReferencePictures.Smooth)).Should().BeApproximately(5.297379957160009, 1e-10);
    }

    [Fact]
    public void It_is_symmetric() => Gen.Select(Gen.ULong, Gen.ULong).Sample((one, two) =>
    {
        var (a, b) = (TestPictures.Noise(9, 5, one), TestPictures.Noise(9, 5, two));
        return Psnr.Of(a, b).Equals(Psnr.Of(b, a));
    });

    [Fact]
    public void Different_sizes_are_refused() =>
        FluentActions.Invoking(() => Psnr.Of(TestPictures.Flat(4, 4, 0), TestPictures.Flat(4, 5, 0)))
            .Should().Throw<ArgumentException>().WithMessage("*4 x 4 and 4 x 5*");
}
