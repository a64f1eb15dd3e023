using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Safetensors;

/// <summary>
/// Reads and writes safetensors files (huggingface/safetensors, format version 1): eight bytes of header length, little-endian, a JSON
/// header, then the tensors' bytes. Nothing in such a file can run. The same tensors and metadata always give the same bytes.
/// </summary>
public static class SafetensorsFile
{
    /// <summary>The longest header that is read, in bytes, as in the reference implementation.</summary>
    public const long LongestHeader = 100_000_000;

    private const int Alignment = 8;
    private const int CopyBytes = 1 << 20;

    /// <summary>
    /// Writes the tensors, from any device, in order of their element size and then name. The file appears under its name only when all of
    /// it is on the disk.
    /// </summary>
    /// <exception cref="SafetensorsException">A tensor's type is not written, or a name is reserved.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.ContainsKey(SafetensorsHeader.MetadataKey)) throw new SafetensorsException($"No tensor can be named {SafetensorsHeader.MetadataKey}.");
        // Larger elements first, so that every tensor starts at a multiple of its element's size.
        var ordered = tensors.OrderByDescending(t => t.Value.element_size()).ThenBy(t => t.Key, StringComparer.Ordinal).ToList();
        var header = Header(ordered, metadata ?? new Dictionary<string, string>());
        var temporary = path + ".partial";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var (_, tensor) in ordered) WriteTensor(stream, tensor);
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Reads a whole file. Dispose of what it returns.</summary>
    /// <exception cref="SafetensorsException">The file breaks the format; the message names it and says how.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SafetensorsContent Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, CopyBytes);
        try
        {
            return Read(stream);
        }
        catch (Exception e) when (e is SafetensorsException or EndOfStreamException)
        {
            throw new SafetensorsException($"{path} is not a valid safetensors file: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private static SafetensorsContent Read(FileStream stream)
    {
        if (stream.Length < 8) throw new SafetensorsException("it is shorter than eight bytes");
        Span<byte> length = stackalloc byte[8];
        stream.ReadExactly(length);
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (headerLength > LongestHeader || headerLength > (ulong)stream.Length - 8)
            throw new SafetensorsException($"it announces a header of {headerLength} bytes, more than the file or the limit of {LongestHeader}");
        var json = new byte[headerLength];
        stream.ReadExactly(json);
        var header = SafetensorsHeader.Parse(json, stream.Length - 8 - json.Length);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            foreach (var entry in header.Entries) tensors.Add(entry.Name, ReadTensor(stream, entry));
        }
        catch
        {
            foreach (var tensor in tensors.Values) tensor.Dispose();
            throw;
        }
        return new SafetensorsContent(tensors, header.Metadata);
    }

    private static byte[] Header(List<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject(SafetensorsHeader.MetadataKey);
                foreach (var (key, value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal)) json.WriteString(key, value);
                json.WriteEndObject();
            }
            var position = 0L;
            foreach (var (name, tensor) in tensors)
            {
                var end = position + (tensor.numel() * tensor.element_size());
                json.WriteStartObject(name);
                json.WriteString("dtype", ElementType.NameOf(tensor.dtype));
                WriteNumbers(json, "shape", tensor.shape);
                WriteNumbers(json, "data_offsets", [position, end]);
                json.WriteEndObject();
                position = end;
            }
            json.WriteEndObject();
        }
        while (buffer.Length % Alignment != 0) buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, long[] numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static void WriteTensor(FileStream stream, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var bytes = tensor.detach().cpu().contiguous().bytes;
        stream.Write(bytes);
    }

    private static Tensor ReadTensor(FileStream stream, SafetensorsHeader.Entry entry)
    {
        if (entry.End - entry.Begin > Array.MaxLength)
            throw new SafetensorsException($"its tensor {Quotation.Of(entry.Name)} has {entry.End - entry.Begin} bytes, more than the {Array.MaxLength} that are read");
        var tensor = empty(entry.Shape, entry.Type).DetachFromDisposeScope();
        try
        {
            if (entry.End > entry.Begin) stream.ReadExactly(tensor.bytes);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }
}
