using System.IO.Compression;
using CloudRestore.Learning.Pickling;
using CloudRestore.Learning.Safetensors;

namespace CloudRestore.Learning.Weights;

/// <summary>
/// The zip format: <c>NAME/data.pkl</c>, <c>NAME/byteorder</c> and the storages as <c>NAME/data/KEY</c>, all stored and not compressed.
/// Entries are looked up by their exact names and never written anywhere.
/// </summary>
internal sealed class TorchZip : ITorchStorages
{
    private const string PickleName = "/data.pkl";

    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly string _folder;

    /// <exception cref="PickleException">The archive is not one that torch writes.</exception>
    public TorchZip(Stream stream)
    {
        ZipDirectory.RequireSmall(stream);
        _archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var entry in _archive.Entries)
        {
            RequirePlainName(entry.FullName);
            if (!_entries.TryAdd(entry.FullName, entry)) throw new PickleException($"its archive has two entries {Quotation.Of(entry.FullName)}");
        }

        var pickles = _entries.Keys.Where(name => name.EndsWith(PickleName, StringComparison.Ordinal) && name.IndexOf('/') == name.Length - PickleName.Length).ToList();
        if (pickles.Count != 1) throw new PickleException("its archive is not one that torch.save writes: it needs one NAME/data.pkl");
        _folder = pickles[0][..^PickleName.Length];
        RequireLittleEndian();
        using var pickle = _entries[pickles[0]].Open();
        Root = RestrictedUnpickler.Load(pickle);
    }

    /// <inheritdoc />
    public object? Root { get; }

    /// <summary>Whether a file begins like a zip archive. The stream ends up at its start.</summary>
    public static bool Is(Stream stream)
    {
        Span<byte> start = stackalloc byte[4];
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return read == start.Length && start.SequenceEqual("PK\u0003\u0004"u8);
    }

    /// <inheritdoc />
    public void RequireStorages(IEnumerable<StorageReference> storages)
    {
        foreach (var storage in storages) Find(storage);
    }

    /// <inheritdoc />
    public byte[] Read(StorageReference storage)
    {
        var bytes = new byte[storage.StoredBytes];
        using var stream = Find(storage).Open();
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <inheritdoc />
    public void Dispose() => _archive.Dispose();

    private ZipArchiveEntry Find(StorageReference storage)
    {
        if (!_entries.TryGetValue($"{_folder}/data/{storage.Key}", out var entry)) throw new PickleException($"its storage {storage.Key} is missing");
        if (entry.Length != storage.StoredBytes)
            throw new PickleException($"its storage {storage.Key} has {entry.Length} bytes where its pickle describes {storage.StoredBytes}");
        if (entry.CompressedLength != entry.Length) throw new PickleException($"its storage {storage.Key} is compressed, which torch does not do");
        return entry;
    }

    private void RequireLittleEndian()
    {
        if (!_entries.TryGetValue($"{_folder}/byteorder", out var entry)) return;
        using var stream = entry.Open();
        Span<byte> order = stackalloc byte[7];
        var read = stream.ReadAtLeast(order, order.Length, throwOnEndOfStream: false);
        if (!order[..read].SequenceEqual("little"u8)) throw new PickleException("its numbers are not little-endian: save it on another machine");
    }

    private static void RequirePlainName(string name)
    {
        if (name.StartsWith('/') || name.Split('/').Contains("..") || name.Any(c => c is '\\' or ':' || char.IsControl(c)))
            throw new PickleException($"its archive has an entry {Quotation.Of(name)}, which is no plain name");
    }
}
