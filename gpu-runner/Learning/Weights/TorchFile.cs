using CloudRestore.Learning.Pickling;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Weights;

/// <summary>
/// A state dict that <c>torch.save</c> wrote (<c>.pth</c>, <c>.pt</c>), in the zip format (torch 1.6 and later) or the stream format before
/// it. Its pickle is read by <see cref="RestrictedUnpickler"/>, so nothing in it can run; tensors are read one by one when asked for.
/// </summary>
internal sealed class TorchFile : IDisposable
{
    /// <summary>The largest file that is read, in bytes: four times a ResNet with 152 layers.</summary>
    public const long LargestFile = 1 << 30;

    private readonly string _path;
    private readonly FileStream _stream;
    private readonly ITorchStorages _storages;
    private string? _kept;
    private byte[] _keptBytes = [];

    private TorchFile(string path, FileStream stream)
    {
        _path = path;
        _stream = stream;
        if (stream.Length > LargestFile) throw new PickleException($"its {stream.Length} bytes are more than the {LargestFile} that are read");
        _storages = TorchZip.Is(stream) ? new TorchZip(stream) : new TorchStream(stream);
        Tensors = StateDict.Of(_storages.Root);
        StateDict.RequireStorages(Tensors.Values, stream.Length);
        _storages.RequireStorages(Tensors.Values.Select(tensor => tensor.Storage).DistinctBy(storage => storage.Key));
    }

    /// <summary>The tensors by name, not yet read.</summary>
    public IReadOnlyDictionary<string, TensorReference> Tensors { get; }

    /// <summary>Opens a file and reads what tensors it has.</summary>
    /// <exception cref="WeightsException">It is not such a file, or one with something else in it than tensors.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TorchFile Open(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return Guarded(path, () => new TorchFile(path, stream));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads a tensor, on the CPU and contiguous. The caller disposes of it.</summary>
    /// <exception cref="WeightsException">Its storage cannot be read.</exception>
    public Tensor Read(string name)
    {
        var reference = Tensors[name];
        return Guarded(_path, () => StridedBytes.ToTensor(reference, Bytes(reference.Storage)));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _storages.Dispose();
        _stream.Dispose();
    }

    private byte[] Bytes(StorageReference storage)
    {
        // Tensors that share a storage mostly follow each other.
        if (_kept == storage.Key) return _keptBytes;
        _keptBytes = _storages.Read(storage);
        _kept = storage.Key;
        return _keptBytes;
    }

    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        // The last four are what ZipArchive says of damaged archives.
        catch (Exception e) when (e is PickleException or EndOfStreamException or InvalidDataException or NotSupportedException or ArgumentException or OverflowException)
        {
            var reason = e switch
            {
                PickleException => e.Message,
                EndOfStreamException => "it ends too early",
                _ => "its zip archive is damaged",
            };
            throw new WeightsException($"{path} cannot be used as weights: {reason}.", e);
        }
    }
}
