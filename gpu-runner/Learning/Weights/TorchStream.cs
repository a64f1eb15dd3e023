using System.Buffers.Binary;
using System.Numerics;
using CloudRestore.Learning.Pickling;

namespace CloudRestore.Learning.Weights;

/// <summary>
/// The format before the zip: pickles of a magic number, the protocol's version, the writer's system, the object and the storages' keys,
/// then each storage as its count of elements (eight bytes) and its bytes.
/// </summary>
internal sealed class TorchStream : ITorchStorages
{
    private const long ProtocolVersion = 1001;
    private const int MostKeys = 10_000;
    private static readonly BigInteger MagicNumber = new(Convert.FromHexString("6CFC9C46F9206AA85019"));

    private readonly Stream _stream;
    private readonly List<string> _keys;
    private readonly long _dataStart;
    private readonly Dictionary<string, long> _positions = new(StringComparer.Ordinal);

    /// <exception cref="PickleException">The file is not of this format.</exception>
    public TorchStream(Stream stream)
    {
        _stream = stream;
        RequireStart();
        if (RestrictedUnpickler.Load(stream) is not BigInteger magic || magic != MagicNumber) throw new PickleException("it does not begin with torch's magic number");
        if (RestrictedUnpickler.Load(stream) is not ProtocolVersion) throw new PickleException($"its format is not version {ProtocolVersion}");
        if (RestrictedUnpickler.Load(stream) is not PickleDictionary system || !system.Items.TryGetValue("little_endian", out var little) || little is not true)
            throw new PickleException("its numbers are not little-endian: save it on another machine");
        Root = RestrictedUnpickler.Load(stream);
        if (RestrictedUnpickler.Load(stream) is not PickleList keys || keys.Items.Count > MostKeys || !keys.Items.All(key => key is string))
            throw new PickleException("its list of storages is broken");
        _keys = [.. keys.Items.Cast<string>()];
        _dataStart = stream.Position;
    }

    /// <inheritdoc />
    public object? Root { get; }

    /// <inheritdoc />
    public void RequireStorages(IEnumerable<StorageReference> storages)
    {
        var byKey = storages.ToDictionary(storage => storage.Key, StringComparer.Ordinal);
        var position = _dataStart;
        Span<byte> count = stackalloc byte[sizeof(long)];
        foreach (var key in _keys)
        {
            if (!byKey.TryGetValue(key, out var storage)) throw new PickleException($"its storage {Safetensors.Quotation.Of(key)} belongs to no tensor");
            _stream.Position = position;
            _stream.ReadExactly(count);
            if (BinaryPrimitives.ReadInt64LittleEndian(count) != storage.StoredElements)
                throw new PickleException($"its storage {key} has another count of elements than its pickle describes");
            position += count.Length;
            if (!_positions.TryAdd(key, position)) throw new PickleException($"its storage {key} is there twice");
            if (storage.StoredBytes > _stream.Length - position) throw new PickleException($"its storage {key} is cut short");
            position += storage.StoredBytes;
        }

        if (byKey.Keys.FirstOrDefault(key => !_positions.ContainsKey(key)) is { } missing) throw new PickleException($"its storage {missing} is missing");
        if (position != _stream.Length) throw new PickleException($"it has {_stream.Length - position} bytes after its last storage");
    }

    /// <inheritdoc />
    public byte[] Read(StorageReference storage)
    {
        var bytes = new byte[storage.StoredBytes];
        _stream.Position = _positions[storage.Key];
        _stream.ReadExactly(bytes);
        return bytes;
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private void RequireStart()
    {
        var start = _stream.ReadByte();
        _stream.Position = 0;
        if (start != (int)PickleOpcode.Proto)
            throw new PickleException("it is neither a zip archive nor a pickle that torch.save wrote; of files older than torch 0.2 take torchvision's newer ones");
    }
}
