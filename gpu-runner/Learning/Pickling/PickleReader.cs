using System.Buffers.Binary;
using System.Text;

namespace CloudRestore.Learning.Pickling;

/// <summary>Reads the parts of a pickle from a stream, never more than it is allowed to.</summary>
internal sealed class PickleReader(Stream stream, long mostBytes)
{
    private const int LongestText = 4096;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private long _read;

    /// <summary>The next byte.</summary>
    public byte Byte() => Bytes(1)[0];

    /// <summary>Two bytes, little-endian.</summary>
    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    /// <summary>Four bytes, little-endian.</summary>
    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    /// <summary>Eight bytes, big-endian, as pickle has them.</summary>
    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Bytes(8));

    /// <summary>So many bytes of UTF-8.</summary>
    public string Text(uint length)
    {
        if (length > LongestText) throw new PickleException($"its pickle has a text of {length} bytes, more than {LongestText}");
        return Decode(Bytes((int)length));
    }

    /// <summary>UTF-8 up to the next line feed, which is read too.</summary>
    public string Line()
    {
        var bytes = new List<byte>();
        for (var next = Byte(); next != '\n'; next = Byte())
        {
            if (bytes.Count == LongestText) throw new PickleException($"its pickle has a line of more than {LongestText} bytes");
            bytes.Add(next);
        }

        return Decode([.. bytes]);
    }

    /// <summary>So many bytes; at most as many as a text may have.</summary>
    public byte[] Bytes(int count)
    {
        if (count > mostBytes - _read) throw new PickleException($"its pickle is longer than {mostBytes} bytes, which no ResNet's is");
        var bytes = new byte[count];
        if (stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false) < count) throw new PickleException("its pickle ends in the middle");
        _read += count;
        return bytes;
    }

    private static string Decode(byte[] bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new PickleException("its pickle has a text that is not UTF-8", e);
        }
    }
}
