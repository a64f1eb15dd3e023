using CloudRestore.Learning.Pickling;
using CloudRestore.Learning.Safetensors;

namespace CloudRestore.Learning.Weights;

/// <summary>A pickled dictionary of tensors by name.</summary>
internal static class StateDict
{
    /// <exception cref="PickleException">What was pickled is something else.</exception>
    public static IReadOnlyDictionary<string, TensorReference> Of(object? root)
    {
        if (root is not PickleDictionary dictionary) throw new PickleException("its pickle is not a dictionary of tensors by name");
        return dictionary.Items.ToDictionary(
            item => item.Key,
            item => item.Value switch
            {
                TensorReference tensor => tensor,
                PickleParameter parameter => parameter.Tensor,
                _ => throw new PickleException($"its entry {Quotation.Of(item.Key)} is not a tensor; a state dict holds nothing else"),
            },
            StringComparer.Ordinal);
    }

    /// <summary>Checks that tensors agree about the storages they share, and that all storages together fit into the file.</summary>
    /// <exception cref="PickleException">They do not.</exception>
    public static void RequireStorages(IEnumerable<TensorReference> tensors, long fileBytes)
    {
        var storages = new Dictionary<string, StorageReference>(StringComparer.Ordinal);
        Int128 bytes = 0;
        foreach (var storage in tensors.Select(tensor => tensor.Storage))
        {
            if (storages.TryAdd(storage.Key, storage)) bytes += storage.StoredBytes;
            else if (storages[storage.Key].Type != storage.Type || storages[storage.Key].StoredElements != storage.StoredElements)
                throw new PickleException($"its storage {storage.Key} is described in two ways");
        }

        if (bytes > fileBytes) throw new PickleException($"its pickle describes {bytes} bytes of tensors, more than the whole file has");
    }
}
