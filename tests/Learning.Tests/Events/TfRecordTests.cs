using System.Text;
using CloudRestore.Learning.Events;
using CsCheck;

namespace CloudRestore.Learning.Tests.Events;

public sealed class TfRecordTests
{
    [Theory]
    [InlineData("123456789", 0xE3069283)]
    [InlineData("", 0)]
    [InlineData("a", 0xC1D04330)]
    public void The_checksum_is_the_published_one(string text, uint checksum)
    {
        TfRecord.Crc32C(Encoding.ASCII.GetBytes(text)).Should().Be(checksum);
        EventFileReader.Crc32C(Encoding.ASCII.GetBytes(text)).Should().Be(checksum, "the reader of these tests must be right, too");
    }

    [Fact]
    public void Thirty_two_zeros_have_the_checksum_of_RFC_3720() => TfRecord.Crc32C(new byte[32]).Should().Be(0x8A9136AA);

    [Fact]
    public void Whatever_is_written_is_read_back_record_by_record() => Gen.Byte.Array[0, 40].Array[0, 5].Sample(records =>
    {
        using var stream = new MemoryStream();
        foreach (var record in records)
            TfRecord.Write(stream, record);

        EventFileReader.Records(stream.ToArray()).Should().BeEquivalentTo(records, options => options.WithStrictOrdering());
    });
}
