using System.IO.Compression;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Tests.Weights;

/// <summary>Writes state dicts as <c>torch.save</c> does, in both of its formats.</summary>
public static class TorchFileWriter
{
    private static readonly Dictionary<ScalarType, string> StorageTypes = new()
    {
        [ScalarType.Float32] = "FloatStorage",
        [ScalarType.Float64] = "DoubleStorage",
        [ScalarType.Float16] = "HalfStorage",
        [ScalarType.BFloat16] = "BFloat16Storage",
        [ScalarType.Int64] = "LongStorage",
    };

    /// <summary>The zip format.</summary>
    public static byte[] Zip(IReadOnlyDictionary<string, Tensor> tensors) => Zip(Pickle(tensors, old: false).Stop(), Storages(tensors));

    /// <summary>The zip format around any pickle and storages.</summary>
    public static byte[] Zip(byte[] pickle, IReadOnlyDictionary<string, byte[]> storages, string byteOrder = "little", CompressionLevel level = CompressionLevel.NoCompression) => Archive(
        [("archive/data.pkl", pickle), ("archive/byteorder", System.Text.Encoding.ASCII.GetBytes(byteOrder)), .. storages.Select(s => ($"archive/data/{s.Key}", s.Value)), ("archive/version", "3\n"u8.ToArray())], level);

    /// <summary>A zip archive of these entries.</summary>
    public static byte[] Archive(IEnumerable<(string Name, byte[] Bytes)> entries, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using var stream = archive.CreateEntry(name, level).Open();
                stream.Write(bytes);
            }
        }

        return buffer.ToArray();
    }

    /// <summary>The format before the zip.</summary>
    public static byte[] Old(IReadOnlyDictionary<string, Tensor> tensors) => Old(Pickle(tensors, old: true).Stop(), Storages(tensors), tensors.Select(t => t.Value.numel()));

    /// <summary>The format before the zip around any pickle and storages.</summary>
    public static byte[] Old(byte[] pickle, IReadOnlyDictionary<string, byte[]> storages, IEnumerable<long> counts, bool littleEndian = true)
    {
        var keys = new PickleWriter().Op(']').Op('(');
        foreach (var key in storages.Keys) keys.Text(key);
        byte[] magic = new PickleWriter().Op(0x8a, [10, .. Convert.FromHexString("6CFC9C46F9206AA85019")]).Stop();
        byte[] system = new PickleWriter().Op('}').Op('(').Text("protocol_version").Int(1001).Text("little_endian").Bool(littleEndian).Op('u').Stop();
        return [.. magic, .. new PickleWriter().Int(1001).Stop(), .. system, .. pickle, .. keys.Op('e').Stop(),
            .. storages.Values.Zip(counts).SelectMany(s => (byte[])[.. BitConverter.GetBytes(s.Second), .. s.First])];
    }

    /// <summary>The pickle of a state dict, tensor n in the storage named n.</summary>
    public static PickleWriter Pickle(IReadOnlyDictionary<string, Tensor> tensors, bool old)
    {
        var pickle = new PickleWriter().EmptyOrderedDict().Op('q', 0).Op('(');
        var key = 0;
        foreach (var (name, tensor) in tensors)
        {
            var storage = $"{key++}";
            pickle.Text(name).Tensor(w => w.Storage(StorageTypes[tensor.dtype], storage, tensor.numel(), old), 0, tensor.shape, PickleWriter.Strides(tensor.shape));
        }

        // The versions of modules, which torch keeps in an attribute of the dictionary.
        return pickle.Op('u').Op('}').Text("_metadata").EmptyOrderedDict().Text("").Op('}').Text("version").Int(1).Op('s').Op('s').Op('s').Op('b');
    }

    private static Dictionary<string, byte[]> Storages(IReadOnlyDictionary<string, Tensor> tensors) =>
        tensors.Values.Select((tensor, n) => (Key: $"{n}", Bytes: tensor.bytes.ToArray())).ToDictionary(s => s.Key, s => s.Bytes);
}
