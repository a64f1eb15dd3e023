using static TorchSharp.torch;

namespace CloudRestore.Learning.Pickling;

/// <summary>The type of a storage's elements.</summary>
/// <param name="Type">As a tensor's type.</param>
/// <param name="Bytes">Size of an element.</param>
internal sealed record TorchStorageType(ScalarType Type, int Bytes)
{
    private static readonly Dictionary<string, TorchStorageType> ByName = new(StringComparer.Ordinal)
    {
        ["FloatStorage"] = new(ScalarType.Float32, 4),
        ["DoubleStorage"] = new(ScalarType.Float64, 8),
        ["HalfStorage"] = new(ScalarType.Float16, 2),
        ["BFloat16Storage"] = new(ScalarType.BFloat16, 2),
        ["LongStorage"] = new(ScalarType.Int64, 8),
        ["IntStorage"] = new(ScalarType.Int32, 4),
        ["ShortStorage"] = new(ScalarType.Int16, 2),
        ["CharStorage"] = new(ScalarType.Int8, 1),
        ["ByteStorage"] = new(ScalarType.Byte, 1),
        ["BoolStorage"] = new(ScalarType.Bool, 1),
    };

    /// <summary>The type of that class of the module <c>torch</c>, or null.</summary>
    public static TorchStorageType? Find(string name) => ByName.GetValueOrDefault(name);
}
