using System.Diagnostics;
using CloudRestore.Imaging.Native;
using CloudRestore.Imaging.Photographs;
using NetVips;

namespace CloudRestore.Imaging.Tests.Photographs;

public class RefusalTests
{
    [Theory]
    [InlineData(1u, 500_000_000u)]
    [InlineData(500_000_000u, 1u)]
    [InlineData(20_000u, 20_000u)]
    [InlineData(uint.MaxValue, uint.MaxValue)]
    public void A_header_of_too_many_pixels_is_refused_at_once(uint width, uint height)
    {
        var file = EncodedSamples.PngSaying(width, height);
        LibVips.EnsureStarted();
        var clock = Stopwatch.StartNew();
        Refused(file, PhotographProblem.TooManyPixels, $"\"old photo.jpg\" is {width} x {height} pixels, more than the 100,000,000 pixels allowed: make it smaller.");
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public void A_wide_photograph_within_the_limits_is_read()
    {
        var file = TestPictures.Encoded(TestPictures.Flat(50_000, 3, 9), PhotographFormat.Png);
        PhotographReader.Read(file, "strip").Color.Width.Should().Be(50_000);
    }

    [Fact]
    public void Too_many_bytes_are_refused() => Refused(
        new byte[(64 * 1024 * 1024) + 1], PhotographProblem.TooManyBytes,
        "\"old photo.jpg\" has 67,108,865 bytes, more than the 67,108,864 bytes allowed: save it smaller or at a lower quality.");

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 50)]
    [InlineData(50, 1)]
    public void One_pixel_is_too_small(int width, int height) => Refused(
        TestPictures.Encoded(TestPictures.Flat(width, height, 1), PhotographFormat.Png), PhotographProblem.TooSmall,
        $"\"old photo.jpg\" is {width} x {height} pixels, too small to restore: give one of at least 2 x 2 pixels.");

    [Fact]
    public void Zero_pixels_are_too_small() => Refused(EncodedSamples.PngSaying(0, 10), PhotographProblem.TooSmall, "*0 x 10 pixels, too small*");

    [Fact]
    public void A_text_file_renamed_is_not_a_photograph() => Refused(
        "Dear diary"u8.ToArray(), PhotographProblem.NotAPhotograph,
        "\"old photo.jpg\" is not a photograph, whatever its name says: give a JPEG, PNG, WebP, TIFF or AVIF file.");

    [Fact]
    public void An_empty_file_is_not_a_photograph() =>
        Refused([], PhotographProblem.NotAPhotograph, "\"old photo.jpg\" is empty: give a JPEG, PNG, WebP, TIFF or AVIF file.");

    [Fact]
    public void Other_formats_are_refused_by_name()
    {
        Refused("<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"u8, PhotographProblem.Unsupported, "*is an SVG drawing*");
        Refused("%PDF-1.7 and so on"u8, PhotographProblem.Unsupported, "*is a PDF document*");
        Refused("GIF89a and so on"u8, PhotographProblem.Unsupported, "*is a GIF file*");
        Refused([0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8], PhotographProblem.Unsupported, "*HEIC*");
        Refused([0, 0, 0, 12, .. "JXL \r\n"u8], PhotographProblem.Unsupported, "*JPEG XL*");
    }

    [Fact]
    public void A_picture_of_six_channels_is_refused()
    {
        using var image = VipsPixels.FromBytes(new byte[10 * 10 * 6], 10, 10, 6, Enums.Interpretation.Multiband);
        Refused(image.TiffsaveBuffer(), PhotographProblem.Unsupported, "*6 channels*");
    }

    [Fact]
    public void Colours_with_two_more_channels_than_alpha_are_refused()
    {
        using var image = VipsPixels.FromBytes(new byte[10 * 10 * 5], 10, 10, 5, Enums.Interpretation.Srgb);
        Refused(image.TiffsaveBuffer(), PhotographProblem.Unsupported, "*5 channels*");
    }

    [Fact]
    public void Floating_point_samples_are_refused()
    {
        LibVips.EnsureStarted();
        using var image = Image.NewFromMemory(new float[100], 10, 10, 1, Enums.BandFormat.Float);
        Refused(image.TiffsaveBuffer(), PhotographProblem.Unsupported, "*float samples*");
    }

    [Theory]
    [InlineData(PhotographFormat.Jpeg)]
    [InlineData(PhotographFormat.Png)]
    [InlineData(PhotographFormat.WebP)]
    [InlineData(PhotographFormat.Tiff)]
    [InlineData(PhotographFormat.Avif)]
    public void A_file_cut_short_is_refused_wherever_it_is_cut(PhotographFormat format)
    {
        var file = TestPictures.Encoded(TestPictures.Noise(90, 70, 4), format);
        // The last bytes of some formats are padding or an end marker, which no pixel needs.
        for (var length = 20; length < file.Length - 64; length += file.Length / 23)
            Refused(file[..length], PhotographProblem.Damaged, $"\"old photo.jpg\" is a {format.ToString().ToUpperInvariant()} file that is cut short or broken: get a complete copy.");
    }

    [Fact]
    public void A_jpeg_with_a_hole_is_refused()
    {
        var file = TestPictures.Encoded(TestPictures.Noise(200, 200, 4), PhotographFormat.Jpeg);
        Refused([.. file[..(file.Length / 3)], .. file[(file.Length * 2 / 3)..]], PhotographProblem.Damaged, "*cut short or broken*");
    }

    [Fact]
    public void A_jpeg_with_padding_before_its_end_is_read()
    {
        var file = EncodedSamples.Plain(PhotographFormat.Jpeg);
        byte[] padded = [.. file[..^2], 0, 0, 0, 0, 0, 0, .. file[^2..]];
        PhotographReader.Read(padded, "padded").Color.Pixels.Should().Equal(PhotographReader.Read(file, "plain").Color.Pixels);
    }

    [Fact]
    public void A_name_cannot_break_the_sentence() =>
        FluentActions.Invoking(() => PhotographReader.Read([], "a\nb\u0007.jpg")).Should().Throw<PhotographException>().WithMessage("\"a?b?.jpg\"*");

    [Fact]
    public void Other_limits_can_be_given() =>
        FluentActions.Invoking(() => PhotographReader.Read(EncodedSamples.Plain(PhotographFormat.Png), "p", new PhotographLimits { MaxPixels = 2399 }))
            .Should().Throw<PhotographException>().Which.Problem.Should().Be(PhotographProblem.TooManyPixels);

    private static void Refused(ReadOnlySpan<byte> file, PhotographProblem problem, string message) => Refused(file.ToArray(), problem, message);

    private static void Refused(byte[] file, PhotographProblem problem, string message) =>
        FluentActions.Invoking(() => PhotographReader.Read(file, "old photo.jpg")).Should().Throw<PhotographException>()
            .WithMessage(message).Which.Problem.Should().Be(problem);
}
