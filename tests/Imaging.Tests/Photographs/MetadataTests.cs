using System.Text;
using CloudRestore.Imaging.Native;
using CloudRestore.Imaging.Photographs;
using CsCheck;
using NetVips;

namespace CloudRestore.Imaging.Tests.Photographs;

public class MetadataTests
{
    private const string Xmp = """
        <?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" exif:GPSLatitude="48,12.5N" dc:format="image/jpeg"><exif:GPSLongitude>16,22.1E</exif:GPSLongitude><dc:source>grandmother</dc:source></rdf:Description>
        </rdf:RDF></x:xmpmeta><?xpacket end="w"?>
        """;

    public static TheoryData<PhotographFormat> WithExif => [PhotographFormat.Jpeg, PhotographFormat.Png, PhotographFormat.WebP, PhotographFormat.Avif];

    [Theory]
    [MemberData(nameof(WithExif))]
    public void Without_its_location_a_photograph_keeps_all_other_metadata(PhotographFormat format)
    {
        var photograph = PhotographReader.Read(Tagged(), "p");
        using var before = Open(PhotographWriter.Write(photograph, format), format);
        using var after = Open(PhotographWriter.Write(photograph.WithoutLocation(), format), format);

        ExifFields(before).Should().Contain("exif-ifd3-GPSLatitude").And.Contain("exif-ifd0-Model");
        ExifFields(after).Should().BeEquivalentTo(ExifFields(before).Where(field => !field.StartsWith("exif-ifd3-", StringComparison.Ordinal)));
        ((string)after.Get("exif-ifd0-Model")).Should().StartWith("Test camera");
        var xmp = Encoding.UTF8.GetString((byte[])after.Get("xmp-data"));
        xmp.Should().NotContain("GPS").And.NotContain("48,12").And.NotContain("16,22").And.Contain("grandmother").And.Contain("image/jpeg").And.Contain("xpacket");
    }

    [Fact]
    public void Without_location_nothing_changes_in_a_photograph_that_has_none()
    {
        byte[] xmp = "<a xmlns:dc='http://purl.org/dc/elements/1.1/'  dc:b = '1'/>\0"u8.ToArray();
        var photograph = new Photograph(TestPictures.Flat(4, 4, 1)) { Xmp = xmp, Exif = PhotographReader.Read(EncodedSamples.Oriented(1, image => image.JpegsaveBuffer()), "p").Exif };
        var without = photograph.WithoutLocation();
        without.Xmp.Should().Equal(xmp);
        without.Exif.Should().Equal(photograph.Exif!);
        without.Color.Should().BeSameAs(photograph.Color);
    }

    [Fact]
    public void An_XMP_packet_that_is_no_XML_may_say_where_and_is_left_out() =>
        new Photograph(TestPictures.Flat(4, 4, 1)) { Xmp = "GPS <"u8.ToArray() }.WithoutLocation().Xmp.Should().BeNull();

    [Theory]
    [MemberData(nameof(WithExif))]
    public void The_old_thumbnail_is_dropped_and_the_rest_of_EXIF_kept(PhotographFormat format)
    {
        byte[] thumbnail = [0xFF, 0xD8, .. "the damaged picture, small"u8, 0xFF, 0xD9];
        var file = Jpeg(ExifWithThumbnail(thumbnail));
        using var source = Open(file, PhotographFormat.Jpeg);
        source.Contains("jpeg-thumbnail-data").Should().BeTrue("else this test tests nothing");

        var photograph = PhotographReader.Read(file, "p");
        var written = PhotographWriter.Write(photograph, format);
        using var back = Open(written, format);
        back.Contains("jpeg-thumbnail-data").Should().BeFalse();
        written.AsSpan().IndexOf("the damaged picture"u8).Should().Be(-1);
        ((string)back.Get("exif-ifd0-Model")).Should().StartWith("Old");
        PhotographReader.Read(written, "p").Color.Width.Should().Be(20, "the orientation was applied and is not applied again");
    }

    [Fact]
    public void IPTC_is_kept_in_JPEG_and_left_out_elsewhere()
    {
        // An image resource of Photoshop, number 0x0404, with record 2, data set 120: the caption.
        byte[] iptc = [.. "Photoshop 3.0\0"u8, .. "8BIM"u8, 4, 4, 0, 0, 0, 0, 0, 11, 0x1C, 2, 120, 0, 6, .. "Tante "u8, 0];
        var photograph = new Photograph(TestPictures.Flat(16, 16, 9)) { Iptc = iptc };
        PhotographReader.Read(PhotographWriter.Write(photograph, PhotographFormat.Jpeg), "p").Iptc.Should().Equal(iptc);
        PhotographReader.Read(PhotographWriter.Write(photograph, PhotographFormat.Tiff), "p").Iptc.Should().BeNull();
    }

    [Fact]
    public void A_damaged_EXIF_block_gives_a_block_of_the_same_length_and_no_error()
    {
        var whole = ExifWithThumbnail([1, 2, 3, 4]);
        Gen.Select(Gen.Int[0, whole.Length], Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[0, 8]).Sample((length, changes) =>
        {
            var block = (byte[])whole.Clone();
            foreach (var (at, value) in changes)
                block[at] = value;
            block = block[..length];
            return ExifBlock.ForNewPixels(block).Length == length && ExifBlock.WithoutLocation(block).Length == length;
        }, iter: 5000);
    }

    private static string[] ExifFields(Image image) => [.. image.GetFields().Where(field => field.StartsWith("exif-ifd", StringComparison.Ordinal))];

    private static Image Open(byte[] file, PhotographFormat format) => PhotographDecoder.Open(file, format, Enums.FailOn.Error);

    private static byte[] Tagged()
    {
        using var pixels = VipsPixels.FromRgb(TestPictures.Gradient(40, 24));
        using var tagged = pixels.Mutate(fields =>
        {
            fields.Set(GValue.GStrType, "exif-ifd0-Model", "Test camera (Test camera, ASCII, 12 components, 12 bytes)");
            fields.Set(GValue.GStrType, "exif-ifd2-ISOSpeedRatings", "400 (400, Short, 1 components, 2 bytes)");
            fields.Set(GValue.GStrType, "exif-ifd3-GPSLatitudeRef", "N (N, ASCII, 2 components, 2 bytes)");
            fields.Set(GValue.GStrType, "exif-ifd3-GPSLatitude", "48/1 12/1 30/1 (48, 12, 30, Rational, 3 components, 24 bytes)");
            fields.Set(GValue.BlobType, "xmp-data", Encoding.UTF8.GetBytes(Xmp));
        });
        return tagged.JpegsaveBuffer();
    }

    private static byte[] Jpeg(byte[] exif)
    {
        var plain = TestPictures.Encoded(TestPictures.Gradient(40, 20), PhotographFormat.Jpeg);
        var length = exif.Length + 2;
        return [.. plain[..2], 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. exif, .. plain[2..]];
    }

    /// <summary>Big-endian, orientation 6, a camera called "Old", and a directory for the thumbnail.</summary>
    private static byte[] ExifWithThumbnail(byte[] thumbnail)
    {
        const int second = 8 + 2 + (2 * 12) + 4;
        const int data = second + 2 + (3 * 12) + 4;
        return
        [
            .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8,
            0, 2, .. Entry(0x0110, 2, 4, [.. "Old\0"u8]), .. Entry(0x0112, 3, 1, [0, 6, 0, 0]), 0, 0, 0, second,
            0, 3, .. Entry(0x0103, 3, 1, [0, 6, 0, 0]), .. Entry(0x0201, 4, 1, [0, 0, 0, data]), .. Entry(0x0202, 4, 1, [0, 0, 0, (byte)thumbnail.Length]), 0, 0, 0, 0,
            .. thumbnail,
        ];
    }

    private static byte[] Entry(int tag, byte type, byte count, byte[] value) => [(byte)(tag >> 8), (byte)tag, 0, type, 0, 0, 0, count, .. value];
}
