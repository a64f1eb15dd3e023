using System.Buffers.Binary;
using CloudRestore.Learning.Pickling;

namespace CloudRestore.Learning.Weights;

/// <summary>The central directory of a zip archive, looked at before ZipArchive reads all of it into memory.</summary>
internal static class ZipDirectory
{
    /// <summary>The longest directory that is read, in bytes: some ten thousand entries.</summary>
    public const long Longest = 1 << 20;

    private const int EndBytes = 22;
    private const int LongestComment = ushort.MaxValue;
    private const int OffsetField = 16;

    /// <summary>Finds the end record as ZipArchive does: the last one in the file. The stream ends up at its start.</summary>
    /// <exception cref="PickleException">There is none, or the directory is too long; torch needs no zip64 below 4 GiB.</exception>
    public static void RequireSmall(Stream stream)
    {
        var tail = new byte[(int)Math.Min(stream.Length, EndBytes + LongestComment)];
        stream.Position = stream.Length - tail.Length;
        stream.ReadExactly(tail);
        stream.Position = 0;
        var at = tail.Length < EndBytes ? -1 : tail.AsSpan(0, tail.Length - EndBytes + 4).LastIndexOf("PK\u0005\u0006"u8);
        if (at < 0) throw new PickleException("its archive has no end: the file is cut short");
        var start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + OffsetField));
        if (start > stream.Length || stream.Length - start > Longest + tail.Length - at)
            throw new PickleException($"its archive has a directory of more than {Longest} bytes, or none");
    }
}
