using CloudRestore.Imaging.Photographs;
using CloudRestore.Imaging.Quality;
using CloudRestore.Imaging.Resampling;
using CsCheck;

namespace CloudRestore.Imaging.Tests.Resampling;

public class ResampleTests
{
    [Fact]
    public void The_result_has_exactly_the_size_asked_for() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 60], Gen.Int[1, 90], Gen.Int[1, 90]).Sample((fromWidth, fromHeight, width, height) =>
        {
            var image = TestPictures.Gradient(fromWidth, fromHeight);
            RgbImage linear = Resample.Bilinear(image, width, height), cubic = Resample.Bicubic(image, width, height);
            return linear.Width == width && linear.Height == height && cubic.Width == width && cubic.Height == height;
        }, iter: 300);

    [Fact]
    public void A_window_is_to_the_sample_what_the_whole_has_there() =>
        (from fromWidth in Gen.Int[1, 60]
         from fromHeight in Gen.Int[1, 60]
         from width in Gen.Int[1, 90]
         from height in Gen.Int[1, 90]
         from x in Gen.Int[0, width - 1]
         from y in Gen.Int[0, height - 1]
         from columns in Gen.Int[1, width - x]
         from rows in Gen.Int[1, height - y]
         from seed in Gen.ULong[0, 1000]
         select (Image: TestPictures.Noise(fromWidth, fromHeight, seed), Width: width, Height: height, Window: new PixelWindow(x, y, columns, rows))).Sample(
            it =>
            {
                var whole = Resample.Bilinear(it.Image, it.Width, it.Height);
                var part = Resample.Bilinear(it.Image, it.Width, it.Height, it.Window);
                var expected = TestPictures.Of(it.Window.Width, it.Window.Height, (x, y, channel) =>
                    whole.Pixels[((((y + it.Window.Y) * whole.Width) + x + it.Window.X) * RgbImage.Channels) + channel]);
                return part.Pixels.AsSpan().SequenceEqual(expected.Pixels);
            },
            iter: 300);

    [Theory]
    [InlineData(-1, 0, 4, 4)]
    [InlineData(0, -1, 4, 4)]
    [InlineData(0, 0, 0, 4)]
    [InlineData(0, 0, 4, 0)]
    [InlineData(7, 0, 4, 4)]
    [InlineData(0, 5, 4, 4)]
    [InlineData(1, 0, int.MaxValue, 4)]
    public void A_window_that_reaches_over_the_edge_is_refused(int x, int y, int columns, int rows) =>
        FluentActions.Invoking(() => Resample.Bilinear(TestPictures.Flat(5, 4, 1), 10, 8, new PixelWindow(x, y, columns, rows)))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("The window does not lie within 10 x 8 pixels.*");

    [Fact]
    public void A_flat_picture_stays_flat() =>
        Gen.Select(Gen.Int[0, 255], Gen.Int[1, 50], Gen.Int[1, 50]).Sample((value, width, height) =>
            Resample.Bilinear(TestPictures.Flat(20, 15, value), width, height).Pixels.All(sample => sample == value)
            && Resample.Bicubic(TestPictures.Flat(20, 15, value), width, height).Pixels.All(sample => sample == value), iter: 100);

    [Fact]
    public void Areas_of_any_size_have_pixels() => Gen.Select(Gen.Int[1, 90], Gen.Int[1, 200]).Sample((from, to) =>
        Resample.Area(TestPictures.Flat(from, 1, 77), to, 1).Pixels.All(sample => sample == 77), iter: 2000);

    [Fact]
    public void An_area_is_the_mean_of_what_it_covers_or_its_nearest_pixel()
    {
        var image = TestPictures.Of(4, 1, (x, _, _) => x * 40);
        Resample.Area(image, 2, 1).Pixels.Where((_, i) => i % 3 == 0).Should().Equal(20, 100);
        Resample.Area(image, 8, 1).Pixels.Where((_, i) => i % 3 == 0).Should().Equal(0, 0, 40, 40, 80, 80, 120, 120);
    }

    [Fact]
    public void The_same_size_changes_nothing() =>
        Resample.Bicubic(TestPictures.Noise(20, 10, 3), 20, 10).Pixels.Should().Equal(TestPictures.Noise(20, 10, 3).Pixels);

    [Fact]
    public void Growing_twofold_is_linear_between_pixel_centres()
    {
        byte[] row = [0, 40, 80, 120];
        var image = TestPictures.Of(4, 1, (x, _, _) => row[x]);
        var grown = Resample.Bilinear(image, 8, 1);
        Enumerable.Range(0, 8).Select(x => grown.Pixels[x * 3]).Should().Equal(0, 10, 30, 50, 70, 90, 110, 120);
    }

    [Fact]
    public void Shrinking_twofold_weights_a_triangle_of_four_pixels()
    {
        // Centres lie at distances 0.25, 0.75 (weights 3/8 and 1/8 on either side) of a triangle two pixels wide to each side.
        var image = TestPictures.Of(8, 1, (x, _, _) => x == 3 ? 240 : 0);
        var shrunk = Resample.Bilinear(image, 4, 1);
        Enumerable.Range(0, 4).Select(x => shrunk.Pixels[x * 3]).Should().Equal(0, 90, 30, 0);
    }

    [Theory]
    [InlineData(96, 70)]
    [InlineData(331, 257)]
    [InlineData(90, 400)]
    public void A_mirrored_picture_gives_the_mirrored_result(int width, int height)
    {
        var image = TestPictures.Noise(200, 150, 5);
        Psnr.Of(Mirror(Resample.Bilinear(image, width, height)), Resample.Bilinear(Mirror(image), width, height)).Should().BeGreaterThan(60);
        Psnr.Of(Mirror(Resample.Bicubic(image, width, height)), Resample.Bicubic(Mirror(image), width, height)).Should().BeGreaterThan(60);
    }

    [Fact]
    public void Fine_stripes_become_grey_and_do_not_alias()
    {
        var stripes = TestPictures.Of(300, 300, (x, _, _) => x % 2 == 0 ? 0 : 255);
        Resample.Bilinear(stripes, 70, 70).Pixels.Should().OnlyContain(sample => sample > 110 && sample < 145);
    }

    [Fact]
    public void Alpha_is_resampled_with_the_colours()
    {
        var photograph = new Photograph(TestPictures.Gradient(10, 8)) { Alpha = Enumerable.Repeat((byte)77, 80).ToArray(), IsGreyscale = true };
        var grown = Resample.Bicubic(photograph, 30, 24);
        grown.Alpha.Should().HaveCount(720).And.OnlyContain(sample => sample == 77);
        grown.IsGreyscale.Should().BeTrue();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1.5)]
    [InlineData(0.6)]
    public void Alpha_follows_a_smooth_edge_at_any_size(double scale)
    {
        // A soft round mask, known at every point.
        static byte Mask(double x, double y) => (byte)Math.Round(255 / (1 + Math.Exp((Math.Sqrt(((x - 50) * (x - 50)) + ((y - 40) * (y - 40))) - 30) / 2.5)));
        static byte[] Sampled(int width, int height, double scale) =>
            [.. from y in Enumerable.Range(0, height) from x in Enumerable.Range(0, width) select Mask((x + 0.5) / scale, (y + 0.5) / scale)];
        var (width, height) = ((int)(100 * scale), (int)(80 * scale));

        var resized = Resample.Bilinear(new Photograph(TestPictures.Flat(100, 80, 9)) { Alpha = Sampled(100, 80, 1) }, width, height);

        static RgbImage Grey(byte[] alpha, int width, int height) => new(width, height, [.. alpha.SelectMany(sample => Enumerable.Repeat(sample, 3))]);
        Psnr.Of(Grey(resized.Alpha!, width, height), Grey(Sampled(width, height, scale), width, height)).Should().BeGreaterThan(50);
    }

    [Theory]
    [InlineData(500, 375, 96, 128, 96)]
    [InlineData(375, 500, 96, 96, 128)]
    [InlineData(100, 100, 256, 256, 256)]
    [InlineData(500, 333, 96, 144, 96)]
    [InlineData(1, 1000, 2, 2, 2000)]
    public void The_shorter_side_is_exact_and_the_longer_rounded(int width, int height, int side, int newWidth, int newHeight) =>
        Resample.ShorterSide(width, height, side).Should().Be((newWidth, newHeight));

    [Fact]
    public void Sizes_below_one_are_refused() =>
        FluentActions.Invoking(() => Resample.Bilinear(TestPictures.Flat(2, 2, 1), 0, 4)).Should().Throw<ArgumentOutOfRangeException>();

    private static RgbImage Mirror(RgbImage image) => TestPictures.Of(image.Width, image.Height, (x, y, channel) =>
        image.Pixels[(((y * image.Width) + image.Width - 1 - x) * RgbImage.Channels) + channel]);
}
