using CloudRestore.Imaging.Quality;
using CloudRestore.Imaging.Resampling;
using CsCheck;

namespace CloudRestore.Imaging.Tests.Quality;

public class DetailTests
{
    private static readonly RgbImage Original = TestPictures.Of(96, 80, (x, y, _) => 128 + (x / 3 % 2 == 0 ? 40 : -40) + (y / 5 % 2 == 0 ? 25 : -25));

    [Fact]
    public void The_original_itself_has_all_of_its_detail_and_no_noise()
    {
        var detail = Detail.Of(Original, Original)!;

        detail.Sharpness.Should().BeApproximately(1, 1e-12);
        detail.Noise.Should().BeApproximately(0, 1e-12);
    }

    [Fact]
    public void A_flat_picture_has_none_of_it() =>
        Detail.Of(TestPictures.Flat(96, 80, 128), Original).Should().BeEquivalentTo(new Detail(0, 0), options => options
            .Using<double>(pair => pair.Subject.Should().BeApproximately(pair.Expectation, 1e-12)).WhenTypeIs<double>());

    [Fact]
    public void Less_contrast_is_that_much_less_sharp()
    {
        var faint = TestPictures.Of(96, 80, (x, y, c) => 100 + ((Sample(Original, x, y, c) - 128) / 5));

        var detail = Detail.Of(faint, Original)!;

        detail.Sharpness.Should().BeApproximately(0.2, 1e-12);
        detail.Noise.Should().BeLessThan(1e-12);
    }

    [Fact]
    public void The_more_blurred_the_less_sharp()
    {
        var sharpness = new[] { 60, 48, 32, 16 }.Select(width =>
            Detail.Of(Resample.Bilinear(Resample.Bilinear(Original, width, width * 80 / 96), 96, 80), Original)!.Sharpness).ToList();

        sharpness.Should().BeInDescendingOrder();
        sharpness[0].Should().BeLessThan(1);
    }

    [Fact]
    public void Noise_is_not_sharpness() => Gen.ULong.Sample(seed =>
    {
        var grain = TestPictures.Noise(96, 80, seed);
        var noisy = TestPictures.Of(96, 80, (x, y, c) => Sample(Original, x, y, c) + (Sample(grain, x, y, c) / 6) - 21);

        var detail = Detail.Of(noisy, Original)!;

        return Math.Abs(detail.Sharpness - 1) < 0.02 && detail.Noise > 0.02;
    }, iter: 20);

    [Fact]
    public void An_original_of_one_colour_has_no_detail_to_measure() =>
        Detail.Of(TestPictures.Noise(20, 20, 1), TestPictures.Flat(20, 20, 90)).Should().BeNull();

    [Theory]
    [InlineData(10, 40)]
    [InlineData(40, 10)]
    public void A_picture_smaller_than_the_window_is_refused(int width, int height) =>
        FluentActions.Invoking(() => Detail.Of(TestPictures.Flat(width, height, 1), TestPictures.Flat(width, height, 1)))
            .Should().Throw<ArgumentException>().WithMessage("*at least 11*");

    [Fact]
    public void Different_sizes_are_refused() =>
        FluentActions.Invoking(() => Detail.Of(TestPictures.Flat(20, 20, 1), TestPictures.Flat(21, 20, 1))).Should().Throw<ArgumentException>();

    private static byte Sample(RgbImage image, int x, int y, int channel) => image.Pixels[(((y * image.Width) + x) * RgbImage.Channels) + channel];
}
