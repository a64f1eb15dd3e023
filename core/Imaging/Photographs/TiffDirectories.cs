using System.Buffers.Binary;

namespace CloudRestore.Imaging.Photographs;

/// <summary>The directories of a TIFF structure (TIFF 6.0, section 2), for changes in place. Offsets that lead outside are passed over.</summary>
internal readonly ref struct TiffDirectories
{
    /// <summary>Bytes of an entry: tag, type, count, and the value or where it lies.</summary>
    public const int EntryBytes = 12;

    private static readonly byte[] ValueBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];

    private readonly Span<byte> _bytes;
    private readonly bool _little;

    /// <summary>Takes the whole structure, from its byte-order mark on.</summary>
    public TiffDirectories(Span<byte> bytes)
    {
        _bytes = bytes;
        _little = bytes.Length > 0 && bytes[0] == 'I';
    }

    /// <summary>Where the first directory lies; 0 when there is none.</summary>
    public int First => _bytes.Length < 8 ? 0 : UInt32(4);

    /// <summary>The places of a directory's entries, as far as they lie within.</summary>
    public IReadOnlyList<int> Entries(int directory)
    {
        if (directory < 8 || directory > _bytes.Length - 2)
            return [];
        var room = (_bytes.Length - directory - 2) / EntryBytes;
        return [.. Enumerable.Range(0, Math.Min(UInt16(directory), room)).Select(i => directory + 2 + (i * EntryBytes))];
    }

    /// <summary>An entry's tag.</summary>
    public int Tag(int entry) => UInt16(entry);

    /// <summary>An entry's value as an offset or a length; 0 when it is none that could lie within.</summary>
    public int Offset(int entry) => UInt32(entry + 8);

    /// <summary>Sets the value of an entry that holds one short number.</summary>
    public void SetShort(int entry, ushort value) => SetUInt16(entry + 8, value);

    /// <summary>Ends the chain of directories after this one and returns where the next was; 0 when there was none.</summary>
    public int CutAfter(int directory)
    {
        var link = directory + 2 + (Entries(directory).Count * EntryBytes);
        if (directory < 8 || link > _bytes.Length - 4)
            return 0;
        var next = UInt32(link);
        Clear(link, 4);
        return next;
    }

    /// <summary>Removes an entry; what follows in its directory moves up.</summary>
    public void Remove(int directory, int entry)
    {
        var count = Entries(directory).Count;
        var end = Math.Min(_bytes.Length, directory + 2 + (count * EntryBytes) + 4);
        _bytes[(entry + EntryBytes)..end].CopyTo(_bytes[entry..]);
        Clear(end - EntryBytes, EntryBytes);
        SetUInt16(directory, (ushort)(count - 1));
    }

    /// <summary>Overwrites a directory, and what its entries point at, with zeros.</summary>
    public void ClearDirectory(int directory)
    {
        var entries = Entries(directory);
        foreach (var entry in entries)
        {
            var (type, count) = (UInt16(entry + 2), UInt32(entry + 4));
            var length = type < ValueBytes.Length ? (long)ValueBytes[type] * count : 0;
            if (length > 4)
                Clear(Offset(entry), length);
        }

        if (entries.Count > 0)
            Clear(directory, 2 + (entries.Count * EntryBytes));
    }

    /// <summary>Overwrites with zeros what lies within; the header stays.</summary>
    public void Clear(int start, long length)
    {
        if (start >= 8 && start < _bytes.Length)
            _bytes.Slice(start, (int)Math.Min(length, _bytes.Length - start)).Clear();
    }

    private int UInt16(int at)
    {
        var bytes = _bytes[at..];
        return _little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
    }

    private int UInt32(int at)
    {
        var bytes = _bytes[at..];
        var value = _little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return value <= int.MaxValue ? (int)value : 0;
    }

    private void SetUInt16(int at, ushort value)
    {
        if (_little)
            BinaryPrimitives.WriteUInt16LittleEndian(_bytes[at..], value);
        else
            BinaryPrimitives.WriteUInt16BigEndian(_bytes[at..], value);
    }
}
