using CloudRestore.Imaging.Native;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Imaging.Quality;
using CsCheck;
using NetVips;

namespace CloudRestore.Imaging.Tests.Photographs;

public class PhotographReaderTests
{
    public static TheoryData<PhotographFormat> Formats => [.. EncodedSamples.Formats];

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_format_is_told_from_the_content(PhotographFormat format)
    {
        var photograph = PhotographReader.Read(EncodedSamples.Plain(format), "misleading.txt");
        photograph.Format.Should().Be(format);
        photograph.BitsPerSample.Should().Be(8);
        (photograph.IsGreyscale, photograph.Alpha).Should().Be((false, null));
        Psnr.Of(photograph.Color, TestPictures.Gradient(60, 40)).Should().BeGreaterThan(32);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_header_agrees_with_the_photograph(PhotographFormat format) =>
        PhotographReader.ReadHeader(EncodedSamples.Plain(format), "p").Should().Be(new PhotographHeader(format, 60, 40, false, false, 8));

    [Theory]
    [InlineData(1, true, true)]
    [InlineData(2, false, true)]
    [InlineData(3, false, false)]
    [InlineData(4, true, false)]
    [InlineData(5, true, true)]
    [InlineData(6, false, true)]
    [InlineData(7, false, false)]
    [InlineData(8, true, false)]
    public void Orientation_is_applied_and_reset(int orientation, bool redLeft, bool redTop)
    {
        Func<Image, byte[]>[] savers = [image => image.JpegsaveBuffer(), image => image.TiffsaveBuffer(), image => image.PngsaveBuffer(), image => image.WebpsaveBuffer()];
        foreach (var save in savers)
        {
            var file = EncodedSamples.Oriented(orientation, save);
            var photograph = PhotographReader.Read(file, "p");
            var (width, height) = orientation >= 5 ? (24, 40) : (40, 24);
            (photograph.Color.Width, photograph.Color.Height).Should().Be((width, height), photograph.Format.ToString());
            var header = PhotographReader.ReadHeader(file, "p");
            (header.Width, header.Height).Should().Be((width, height));
            var corner = photograph.Color.Pixels.AsSpan((((redTop ? 2 : height - 3) * width) + (redLeft ? 2 : width - 3)) * 3, 3);
            (corner[0] > 150 && corner[2] < 100).Should().BeTrue($"the red corner of {photograph.Format} is not where orientation {orientation} puts it");

            var again = PhotographReader.Read(PhotographWriter.Write(photograph, photograph.Format), "p");
            (again.Color.Width, again.Color.Height).Should().Be((width, height));
        }
    }

    [Fact]
    public void Cmyk_becomes_srgb()
    {
        foreach (var file in (byte[][])[EncodedSamples.Cmyk(image => image.JpegsaveBuffer(q: 95)), EncodedSamples.Cmyk(image => image.TiffsaveBuffer())])
        {
            var photograph = PhotographReader.Read(file, "p");
            var pixel = photograph.Color.Pixels.AsSpan(0, 3);
            (pixel[0] > 180 && pixel[1] < 80 && pixel[2] < 90).Should().BeTrue($"full magenta and yellow are red, not {pixel[0]}, {pixel[1]}, {pixel[2]}");
            (photograph.WasCmyk, photograph.IsGreyscale, photograph.Alpha, photograph.IccProfile).Should().Be((true, false, null, null));
            (photograph.Color.Width, photograph.Color.Height).Should().Be((32, 16));
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Cmyk_keeps_its_alpha(int bits)
    {
        byte[] samples = [.. Enumerable.Repeat((byte[])[0, 255, 255, 0, 90], 200).SelectMany(pixel => pixel)];
        using var image = VipsPixels.FromBytes(samples, 20, 10, 5, Enums.Interpretation.Cmyk);
        using var wide = image * (bits == 16 ? 257 : 1);
        using var cast = wide.Cast(bits == 16 ? Enums.BandFormat.Ushort : Enums.BandFormat.Uchar);
        using var cmyk = cast.Copy(interpretation: Enums.Interpretation.Cmyk);
        var photograph = PhotographReader.Read(cmyk.TiffsaveBuffer(), "p");
        photograph.BitsPerSample.Should().Be(bits);
        photograph.Alpha.Should().HaveCount(200).And.OnlyContain(sample => sample == 90);
        (photograph.Color.Pixels[0] > 180 && photograph.Color.Pixels[1] < 80).Should().BeTrue();
    }

    [Fact]
    public void Greyscale_is_expanded_and_remembered()
    {
        byte[] samples = [.. Enumerable.Range(0, 200).Select(i => (byte)i)];
        using var image = VipsPixels.FromBytes(samples, 20, 10, 1, Enums.Interpretation.Bw);
        var photograph = PhotographReader.Read(image.PngsaveBuffer(), "p");
        photograph.IsGreyscale.Should().BeTrue();
        photograph.Color.Pixels.Should().Equal(samples.SelectMany(s => Enumerable.Repeat(s, 3)));
        var written = PhotographWriter.Write(photograph, PhotographFormat.Png);
        using var back = Image.PngloadBuffer(written);
        back.Bands.Should().Be(1);
        PhotographReader.Read(written, "p").Color.Pixels.Should().Equal(photograph.Color.Pixels);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Of_sixteen_bits_the_upper_eight_can_be_had_alone(int bands)
    {
        Func<Image, byte[]>[] savers = [image => image.PngsaveBuffer(), image => image.TiffsaveBuffer()];
        foreach (var save in savers)
        {
            var photograph = PhotographReader.Read(EncodedSamples.SixteenBits(bands, save), "p");
            photograph.BitsPerSample.Should().Be(16);
            photograph.IsGreyscale.Should().Be(bands < 3);
            byte[] expected = [.. Enumerable.Range(0, 32 * 16).Select(i => (byte)(i / 2))];
            photograph.Color.Pixels.Where((_, i) => i % 3 == 1).Should().Equal(expected);
            if (bands is 2 or 4)
                photograph.Alpha.Should().Equal(expected);
            else
                photograph.Alpha.Should().BeNull();
        }
    }

    [Fact]
    public void Lab_becomes_srgb()
    {
        using var color = VipsPixels.FromRgb(TestPictures.Gradient(30, 20));
        using var lab = color.Colourspace(Enums.Interpretation.Lab);
        var photograph = PhotographReader.Read(lab.TiffsaveBuffer(), "p");
        Psnr.Of(photograph.Color, TestPictures.Gradient(30, 20)).Should().BeGreaterThan(35);
    }

    [Fact]
    public void Of_several_pages_the_first_is_read()
    {
        using var first = VipsPixels.FromRgb(TestPictures.Flat(20, 10, 50));
        using var second = VipsPixels.FromRgb(TestPictures.Flat(20, 10, 200));
        using var both = Image.Arrayjoin([first, second], across: 1);
        using var paged = both.Mutate(fields => fields.Set(GValue.GIntType, "page-height", 10));
        foreach (var file in (byte[][])[paged.TiffsaveBuffer(), paged.WebpsaveBuffer(lossless: true)])
        {
            var photograph = PhotographReader.Read(file, "p");
            photograph.Color.Height.Should().Be(10);
            photograph.Color.Pixels.Should().OnlyContain(sample => sample == 50);
        }
    }

    [Fact]
    public void Changed_bytes_give_a_photograph_or_a_photograph_exception()
    {
        var files = EncodedSamples.Formats.Select(EncodedSamples.Plain).ToArray();
        Gen.Select(Gen.Int[0, 4], Gen.Select(Gen.Int[0, 100_000], Gen.Byte).Array[1, 6], Gen.Bool).Sample((which, changes, header) =>
        {
            var file = (byte[])files[which].Clone();
            foreach (var (at, value) in changes)
                file[(at & 1) == 0 ? at % file.Length : at % Math.Min(file.Length, 200)] = value;
            try
            {
                if (header)
                    PhotographReader.ReadHeader(file, "p");
                else
                    PhotographReader.Read(file, "p");
            }
            catch (PhotographException)
            {
            }
        }, iter: 1500, threads: 2);
    }

    [Fact]
    public void Random_bytes_after_a_signature_give_a_photograph_exception()
    {
        byte[][] signatures = [[0xFF, 0xD8, 0xFF], [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A], [.. "RIFFxxxxWEBP"u8], [.. "II*\0"u8], [.. "MM\0*"u8], [0, 0, 0, 20, .. "ftypavif"u8, 0, 0, 0, 0, .. "avif"u8]];
        Gen.Select(Gen.Int[0, 5].Select(which => signatures[which]), Gen.Byte.Array[0, 200]).Sample((signature, rest) =>
            FluentActions.Invoking(() => PhotographReader.Read([.. signature, .. rest], "p")).Should().Throw<PhotographException>(), iter: 500, threads: 2);
    }
}
