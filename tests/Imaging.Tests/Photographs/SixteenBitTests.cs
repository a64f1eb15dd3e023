using CloudRestore.Imaging.Photographs;
using CloudRestore.Imaging.Resampling;

namespace CloudRestore.Imaging.Tests.Photographs;

public class SixteenBitTests
{
    private const int Width = 300;
    private const int Height = 20;

    [Theory]
    [InlineData(PhotographFormat.Png, 1)]
    [InlineData(PhotographFormat.Png, 2)]
    [InlineData(PhotographFormat.Png, 3)]
    [InlineData(PhotographFormat.Png, 4)]
    [InlineData(PhotographFormat.Tiff, 1)]
    [InlineData(PhotographFormat.Tiff, 2)]
    [InlineData(PhotographFormat.Tiff, 3)]
    [InlineData(PhotographFormat.Tiff, 4)]
    public void Every_sample_survives_reading_and_writing(PhotographFormat format, int bands)
    {
        var photograph = PhotographReader.Read(EncodedSamples.SixteenBits(bands, image => image.PngsaveBuffer()), "p");
        var back = PhotographReader.Read(PhotographWriter.Write(photograph, format), "p");
        ushort[] expected = [.. Enumerable.Range(0, 32 * 16).Select(i => (ushort)(i * 128))];
        foreach (var read in (Photograph[])[photograph, back])
        {
            (read.BitsPerSample, read.IsGreyscale).Should().Be((16, bands < 3));
            read.DeepColor!.Pixels.Where((_, i) => i % 3 == 2).Should().Equal(expected);
            if (bands is 2 or 4)
                read.DeepAlpha.Should().Equal(expected);
            else
                (read.DeepAlpha, read.Alpha).Should().Be((null, null));
        }
    }

    [Fact]
    public void Avif_keeps_twelve_bits()
    {
        var photograph = new Photograph(Gradient());
        var back = PhotographReader.Read(PhotographWriter.Write(photograph, PhotographFormat.Avif, quality: 100), "p");
        back.DeepColor!.Pixels.Distinct().Should().HaveCountGreaterThan(260);
        back.DeepColor.Pixels.Zip(photograph.DeepColor!.Pixels, (read, written) => Math.Abs(read - written)).Average().Should().BeLessThan(400);
    }

    [Theory]
    [InlineData(PhotographFormat.Jpeg)]
    [InlineData(PhotographFormat.WebP)]
    public void Formats_of_eight_bits_get_the_upper_eight(PhotographFormat format)
    {
        var back = PhotographReader.Read(PhotographWriter.Write(new Photograph(Gradient()), format), "p");
        back.DeepColor.Should().BeNull();
        back.Color.Pixels.Zip(Gradient().ToEightBits().Pixels, (read, written) => Math.Abs(read - written)).Average().Should().BeLessThan(2);
    }

    [Fact]
    public void Growing_twofold_interpolates_between_sixteen_bit_samples()
    {
        ushort[] row = [0, 0, 0, 4, 4, 4, 65535, 65535, 65535];
        var grown = Resample.Bilinear(new Photograph(new DeepRgbImage(3, 1, row)) { DeepAlpha = [9, 9, 9] }, 6, 1);
        grown.DeepColor!.Pixels.Where((_, i) => i % 3 == 0).Should().Equal(0, 1, 3, 16387, 49152, 65535);
        grown.DeepAlpha.Should().Equal(9, 9, 9, 9, 9, 9);
    }

    [Fact]
    public void Colours_and_alpha_have_the_same_bits()
    {
        var eight = new Photograph(TestPictures.Flat(2, 2, 1)) { Alpha = [1, 2, 3, 4] };
        FluentActions.Invoking(() => new Photograph(Gradient()) { Alpha = new byte[Width * Height] }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new Photograph(TestPictures.Flat(2, 2, 1)) { DeepAlpha = [1, 2, 3, 4] }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => eight.WithColor(new DeepRgbImage(2, 2, new ushort[12]))).Should().Throw<ArgumentException>();
        new Photograph(Gradient()) { DeepAlpha = [.. Enumerable.Repeat((ushort)0x4321, Width * Height)] }.Alpha.Should().OnlyContain(sample => sample == 0x43);
    }

    private static DeepRgbImage Gradient() => new(Width, Height, [.. Enumerable.Range(0, Width * Height * 3).Select(i => (ushort)(i / 3 % Width * 219))]);
}
