namespace CloudRestore.Learning.Pickling;

/// <summary>A storage that lies outside the pickle, or a part of one, as a persistent id describes it.</summary>
/// <param name="Key">Name of the storage: letters, digits and underscores.</param>
/// <param name="Type">Its elements.</param>
/// <param name="StoredElements">Elements of the whole storage.</param>
/// <param name="First">The part's first element.</param>
/// <param name="Elements">Elements of the part.</param>
internal sealed record StorageReference(string Key, TorchStorageType Type, long StoredElements, long First, long Elements)
{
    private const int LongestKey = 64;

    /// <summary>Bytes of the whole storage.</summary>
    public long StoredBytes => StoredElements * Type.Bytes;

    /// <summary>
    /// Reads a persistent id as torch writes it: <c>("storage", type, key, location, elements)</c>, in old files followed by null or
    /// <c>(key of the part, first element, elements)</c>.
    /// </summary>
    /// <exception cref="PickleException">It is something else.</exception>
    public static StorageReference Parse(object? persistentId)
    {
        if (persistentId is not PickleTuple { Items: { Length: 5 or 6 } items } || items is not ["storage", PickleGlobal { StorageType: { } type }, string key, string, long elements, ..])
            throw new PickleException("its pickle has a persistent id that does not describe a storage");
        if (key.Length is 0 or > LongestKey || !key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            throw new PickleException($"its storage cannot be called {Safetensors.Quotation.Of(key)}");
        if (elements < 0 || elements > long.MaxValue / type.Bytes)
            throw new PickleException($"its storage {key} cannot have {elements} elements");
        return items[5..] switch
        {
            [] or [null] => new StorageReference(key, type, elements, 0, elements),
            [PickleTuple { Items: [string, long first, long count] }] when first >= 0 && count >= 0 && first <= elements && count <= elements - first =>
                new StorageReference(key, type, elements, first, count),
            _ => throw new PickleException($"its pickle takes a part of the storage {key} that is not there"),
        };
    }
}
