using System.Text.Json;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Safetensors;

/// <summary>
/// The JSON header of a safetensors file, read strictly: known types, shapes whose product is the size, offsets that cover the data
/// without gap or overlap, no name twice, nothing unknown. So what is allocated for the tensors is never more than the file holds.
/// </summary>
internal sealed record SafetensorsHeader(IReadOnlyList<SafetensorsHeader.Entry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    public const string MetadataKey = "__metadata__";

    // A dimension of 1 costs two bytes of header and far more of memory; torch itself stops at 64.
    private const int MostDimensions = 64;

    /// <summary>A tensor's place: [Begin, End) in bytes after the header.</summary>
    public sealed record Entry(string Name, ScalarType Type, long[] Shape, long Begin, long End);

    /// <exception cref="SafetensorsException">The header is malformed; the message lacks the file's name.</exception>
    public static SafetensorsHeader Parse(ReadOnlyMemory<byte> json, long dataLength)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new SafetensorsException("its header is not a JSON object");
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            var entries = new List<Entry>();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name == MetadataKey) ReadMetadata(property.Value, metadata);
                else entries.Add(ReadEntry(property.Name, property.Value));
            }
            entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
            CheckCoverage(entries, dataLength);
            return new SafetensorsHeader(entries, metadata);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new SafetensorsException("its header is not the JSON that the format asks for", e);
        }
    }

    private static void ReadMetadata(JsonElement value, Dictionary<string, string> metadata)
    {
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Any(pair => pair.Value.ValueKind != JsonValueKind.String))
            throw new SafetensorsException("its metadata is not a map of text to text");
        foreach (var pair in value.EnumerateObject()) metadata[pair.Name] = pair.Value.GetString()!;
    }

    private static Entry ReadEntry(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Count() != 3
            || !value.TryGetProperty("dtype", out var dtype) || !value.TryGetProperty("shape", out var shape)
            || !value.TryGetProperty("data_offsets", out var offsets))
            throw new SafetensorsException($"its tensor {Quotation.Of(name)} is not described by dtype, shape and data_offsets alone");
        var type = dtype.GetString() is { } text && ElementType.Find(text) is { } found
            ? found
            : throw new SafetensorsException($"its tensor {Quotation.Of(name)} has the unknown type {Quotation.Of(dtype.ToString())}");
        var dimensions = ReadNumbers(name, shape);
        if (dimensions.Length > MostDimensions)
            throw new SafetensorsException($"its tensor {Quotation.Of(name)} has {dimensions.Length} dimensions, more than {MostDimensions}");
        var range = ReadNumbers(name, offsets);
        if (range.Length != 2 || range[1] < range[0]) throw new SafetensorsException($"its tensor {Quotation.Of(name)} has no valid data_offsets");
        if (Size(dimensions, type.Bytes) != range[1] - range[0])
            throw new SafetensorsException($"its tensor {Quotation.Of(name)} has {range[1] - range[0]} bytes, which is not what its shape asks for");
        return new Entry(name, type.Type, dimensions, range[0], range[1]);
    }

    private static long[] ReadNumbers(string name, JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array) throw new SafetensorsException($"its tensor {Quotation.Of(name)} has something else where an array belongs");
        return [.. array.EnumerateArray().Select(number => number.TryGetInt64(out var value) && value >= 0
            ? value
            : throw new SafetensorsException($"its tensor {Quotation.Of(name)} has a number that is negative, broken or too large"))];
    }

    private static long? Size(long[] shape, int bytes)
    {
        try
        {
            // An empty tensor's other dimensions must make sense too: strides are their products.
            var strides = shape.Where(dimension => dimension > 0).Aggregate((long)bytes, (product, dimension) => checked(product * dimension));
            return shape.Contains(0) ? 0 : strides;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static void CheckCoverage(List<Entry> entries, long dataLength)
    {
        var position = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != position) throw new SafetensorsException($"its tensor {Quotation.Of(entry.Name)} leaves a gap or overlaps another");
            position = entry.End;
        }
        if (position != dataLength) throw new SafetensorsException($"it has {dataLength} bytes of data where its header describes {position}");
    }
}
