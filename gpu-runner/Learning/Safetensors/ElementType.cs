using static TorchSharp.torch;

namespace CloudRestore.Learning.Safetensors;

/// <summary>The element types that are read and written, under their names in the format.</summary>
internal static class ElementType
{
    private static readonly (string Name, ScalarType Type, int Bytes)[] Known =
    [
        ("F32", ScalarType.Float32, 4),
        ("F16", ScalarType.Float16, 2),
        ("BF16", ScalarType.BFloat16, 2),
        ("I64", ScalarType.Int64, 8),
        ("I32", ScalarType.Int32, 4),
        ("U8", ScalarType.Byte, 1),
        ("BOOL", ScalarType.Bool, 1),
    ];

    /// <summary>The type of that name and the size of an element, or null.</summary>
    public static (ScalarType Type, int Bytes)? Find(string name)
    {
        foreach (var known in Known)
            if (known.Name == name) return (known.Type, known.Bytes);
        return null;
    }

    /// <summary>The name of a type.</summary>
    /// <exception cref="SafetensorsException">The type is not written.</exception>
    public static string NameOf(ScalarType type)
    {
        foreach (var known in Known)
            if (known.Type == type) return known.Name;
        throw new SafetensorsException($"A tensor of {type} cannot be written; the types are {string.Join(", ", Known.Select(k => k.Name))}.");
    }
}
