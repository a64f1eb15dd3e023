using System.Buffers.Binary;
using System.Text;

namespace CloudRestore.Learning.Tests.Events;

/// <summary>
/// Reads TensorBoard's event files by the definitions of tensorflow/core/util/event.proto and framework/summary.proto alone: nothing of what
/// writes them is used, so that a fault there shows.
/// </summary>
internal static class EventFileReader
{
    public sealed record Picture(int Width, int Height, int Channels, byte[] Encoded);

    public sealed record Value(string Tag, float? Scalar, Picture? Image);

    public sealed record Entry(double WallTime, long Step, string? FileVersion, IReadOnlyList<Value> Values);

    public static IReadOnlyList<Entry> Read(string file) => [.. Records(File.ReadAllBytes(file)).Select(ToEntry)];

    /// <summary>The data of each record; both checksums are checked.</summary>
    public static IEnumerable<byte[]> Records(byte[] file)
    {
        for (var at = 0; at < file.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)).Should().Be(Masked(file.AsSpan(at, 8)));
            var data = file[(at + 12)..(at + 12 + length)];
            BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)).Should().Be(Masked(data));
            yield return data;
            at += 12 + length + 4;
        }
    }

    /// <summary>CRC-32C bit by bit: polynomial 0x1EDC6F41, mirrored.</summary>
    public static uint Crc32C(ReadOnlySpan<byte> data)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }

        return crc ^ 0xFFFFFFFF;
    }

    private static uint Masked(ReadOnlySpan<byte> data)
    {
        var crc = Crc32C(data);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8);
    }

    private static Entry ToEntry(byte[] data)
    {
        var fields = Fields(data).ToLookup(field => field.Number, field => field.Bytes);
        return new Entry(
            fields[1].Select(bytes => BinaryPrimitives.ReadDoubleLittleEndian(bytes)).LastOrDefault(),
            fields[2].Select(Varint).LastOrDefault(),
            fields[3].Select(Encoding.UTF8.GetString).LastOrDefault(),
            [.. fields[5].SelectMany(summary => Fields(summary).Where(field => field.Number == 1)).Select(field => ToValue(field.Bytes))]);
    }

    private static Value ToValue(byte[] data)
    {
        var fields = Fields(data).ToLookup(field => field.Number, field => field.Bytes);
        return new Value(
            Encoding.UTF8.GetString(fields[1].Single()),
            fields[2].Select(bytes => (float?)BinaryPrimitives.ReadSingleLittleEndian(bytes)).LastOrDefault(),
            fields[4].Select(ToPicture).LastOrDefault());
    }

    private static Picture ToPicture(byte[] data)
    {
        var fields = Fields(data).ToLookup(field => field.Number, field => field.Bytes);
        return new Picture((int)Varint(fields[2].Single()), (int)Varint(fields[1].Single()), (int)Varint(fields[3].Single()), fields[4].Single());
    }

    // Protocol Buffers: a key (number and wire type), then a varint, eight bytes, a length and bytes, or four bytes.
    private static IEnumerable<(int Number, byte[] Bytes)> Fields(byte[] data)
    {
        for (var at = 0; at < data.Length;)
        {
            var key = Varint(Take(VarintLength()));
            var length = (key & 7) switch
            {
                0 => VarintLength(),
                1 => 8,
                2 => (int)Varint(Take(VarintLength())),
                5 => 4,
                var type => throw new InvalidDataException($"Wire type {type}."),
            };
            yield return ((int)(key >> 3), Take(length));

            int VarintLength() => 1 + data.Skip(at).TakeWhile(value => value >= 0x80).Count();

            byte[] Take(int count) => data[at..(at += count)];
        }
    }

    private static long Varint(byte[] bytes) => bytes.Reverse().Aggregate(0L, (sum, value) => (sum << 7) | (value & 0x7Fu));
}
