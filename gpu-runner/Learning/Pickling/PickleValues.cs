namespace CloudRestore.Learning.Pickling;

/// <summary>A tuple of a pickle. Compared by reference: its items may lead back to it.</summary>
internal sealed class PickleTuple(object?[] items)
{
    public object?[] Items { get; } = items;
}

/// <summary>A list of a pickle.</summary>
internal sealed class PickleList
{
    public List<object?> Items { get; } = [];
}

/// <summary>A dict or an OrderedDict of a pickle, in order. Keys are text.</summary>
internal sealed class PickleDictionary(bool ordered)
{
    private readonly Dictionary<string, object?> _items = new(StringComparer.Ordinal);

    /// <summary>Whether it is a <c>collections.OrderedDict</c>.</summary>
    public bool Ordered { get; } = ordered;

    public IReadOnlyDictionary<string, object?> Items => _items;

    /// <exception cref="PickleException">The key is no text, or is there already.</exception>
    public void Add(object? key, object? value)
    {
        if (key is not string name) throw new PickleException("its pickle has a dictionary with a key that is not text");
        if (!_items.TryAdd(name, value)) throw new PickleException($"its pickle names {Safetensors.Quotation.Of(name)} twice");
    }
}

/// <summary>An allowed global that stands on the stack, to be called or to name a storage's type.</summary>
internal sealed record PickleGlobal(string Name, TorchStorageType? StorageType);

/// <summary>A <c>torch.nn.Parameter</c> of old files, which set its state after it was made.</summary>
internal sealed record PickleParameter(TensorReference Tensor);
