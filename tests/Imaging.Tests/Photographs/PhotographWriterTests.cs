using CloudRestore.Imaging.Native;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Imaging.Quality;

namespace CloudRestore.Imaging.Tests.Photographs;

public class PhotographWriterTests
{
    public static TheoryData<PhotographFormat> Formats => [.. EncodedSamples.Formats];

    [Theory]
    [InlineData(PhotographFormat.Png)]
    [InlineData(PhotographFormat.WebP)]
    [InlineData(PhotographFormat.Tiff)]
    [InlineData(PhotographFormat.Avif)]
    public void Alpha_is_put_back(PhotographFormat format)
    {
        byte[] alpha = [.. Enumerable.Range(0, 600).Select(i => (byte)(i < 300 ? 40 : 255))];
        foreach (var grey in (bool[])[false, true])
        {
            var color = grey ? TestPictures.Flat(30, 20, 90) : TestPictures.Gradient(30, 20);
            var back = PhotographReader.Read(PhotographWriter.Write(new Photograph(color) { Alpha = alpha, IsGreyscale = grey }, format), "p");
            back.Alpha.Should().NotBeNull();
            back.Alpha!.Zip(alpha).Should().OnlyContain(two => Math.Abs(two.First - two.Second) <= 12);
            Psnr.Of(back.Color, color).Should().BeGreaterThan(20);
        }
    }

    [Fact]
    public void Jpeg_lays_what_is_transparent_on_white()
    {
        foreach (var grey in (bool[])[false, true])
        {
            var photograph = new Photograph(TestPictures.Flat(16, 16, 10)) { Alpha = new byte[256], IsGreyscale = grey };
            var back = PhotographReader.Read(PhotographWriter.Write(photograph, PhotographFormat.Jpeg), "p");
            back.Alpha.Should().BeNull();
            back.Color.Pixels.Should().OnlyContain(sample => sample > 250);
        }
    }

    [Theory]
    [InlineData(PhotographFormat.Png)]
    [InlineData(PhotographFormat.Tiff)]
    public void Lossless_formats_keep_every_sample(PhotographFormat format) =>
        PhotographReader.Read(TestPictures.Encoded(TestPictures.Noise(33, 21, 8), format), "p").Color.Pixels
            .Should().Equal(TestPictures.Noise(33, 21, 8).Pixels);

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_same_photograph_gives_the_same_bytes(PhotographFormat format) => EncodedSamples.Plain(format).Should().Equal(EncodedSamples.Plain(format));

    [Theory]
    [MemberData(nameof(Formats))]
    public void Profile_and_metadata_survive(PhotographFormat format)
    {
        var source = PhotographReader.Read(EncodedSamples.Oriented(6, image => image.JpegsaveBuffer()), "p");
        using var small = VipsPixels.FromRgb(TestPictures.Flat(8, 8, 5));
        using var profiled = small.IccTransform("p3", inputProfile: "srgb");
        var profile = (byte[])profiled.Get("icc-profile-data");
        var photograph = new Photograph(source.Color) { IccProfile = profile, Exif = source.Exif, Xmp = source.Xmp, PixelsPerMillimetre = (11.811, 11.811) };

        var back = PhotographReader.Read(PhotographWriter.Write(photograph, format), "p");
        back.IccProfile.Should().Equal(profile);
        back.Xmp.Should().NotBeNull();
        System.Text.Encoding.UTF8.GetString(back.Xmp!).Should().StartWith("<x:xmpmeta");
        if (format != PhotographFormat.Tiff)
        {
            back.Exif.Should().NotBeNull();
            System.Text.Encoding.ASCII.GetString(back.Exif!).Should().Contain("Test camera");
        }

        if (format is PhotographFormat.Jpeg or PhotographFormat.Png or PhotographFormat.Tiff)
            back.PixelsPerMillimetre.X.Should().BeApproximately(11.811, 0.02);
        (back.Color.Width, back.Color.Height).Should().Be((24, 40));
    }

    [Fact]
    public void A_higher_quality_is_closer_to_the_photograph()
    {
        var color = TestPictures.Noise(64, 64, 2);
        foreach (var format in (PhotographFormat[])[PhotographFormat.Jpeg, PhotographFormat.WebP, PhotographFormat.Avif])
        {
            double[] scores = [.. new[] { 10, 50, 95 }.Select(q => Psnr.Of(color, PhotographReader.Read(PhotographWriter.Write(new Photograph(color), format, q), "p").Color))];
            scores.Should().BeInAscendingOrder(format.ToString());
        }
    }

    [Fact]
    public void A_photograph_that_a_format_cannot_hold_is_refused() =>
        FluentActions.Invoking(() => PhotographWriter.Write(new Photograph(TestPictures.Flat(17_000, 2, 1)), PhotographFormat.WebP))
            .Should().Throw<PhotographException>().WithMessage("*17000 x 2*WEBP*16383*");

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void A_quality_outside_its_range_is_refused(int quality) =>
        FluentActions.Invoking(() => PhotographWriter.Write(new Photograph(TestPictures.Flat(4, 4, 1)), PhotographFormat.Jpeg, quality))
            .Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Every_format_has_an_extension_and_a_media_type()
    {
        EncodedSamples.Formats.Select(PhotographWriter.ExtensionOf).Should().Equal(".jpg", ".png", ".webp", ".tif", ".avif");
        EncodedSamples.Formats.Select(PhotographWriter.MediaTypeOf).Should().Equal("image/jpeg", "image/png", "image/webp", "image/tiff", "image/avif");
    }

    [Fact]
    public void Other_colours_keep_the_rest()
    {
        var photograph = new Photograph(TestPictures.Flat(2, 2, 1)) { Alpha = [1, 2, 3, 4], Exif = [9], Format = PhotographFormat.Tiff, BitsPerSample = 16 };
        var other = photograph.WithColor(TestPictures.Flat(2, 2, 5));
        (other.Exif, other.Alpha, other.Format, other.BitsPerSample).Should().Be((photograph.Exif, photograph.Alpha, PhotographFormat.Tiff, 16));
        FluentActions.Invoking(() => photograph.WithColor(TestPictures.Flat(3, 3, 5))).Should().Throw<ArgumentException>();
    }
}
