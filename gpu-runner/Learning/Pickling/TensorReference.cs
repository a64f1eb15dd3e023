namespace CloudRestore.Learning.Pickling;

/// <summary>A tensor as a view of a storage, checked: every element lies in the storage, and there are no more of them than the storage has.</summary>
/// <param name="Storage">Where its elements are.</param>
/// <param name="Offset">Its first element, counted from the start of the whole storage.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Strides">Elements from one index to the next, for each dimension.</param>
internal sealed record TensorReference(StorageReference Storage, long Offset, long[] Shape, long[] Strides)
{
    private const int MostDimensions = 8;

    /// <summary>Elements of the tensor.</summary>
    public long Elements => Shape.Aggregate(1L, (product, size) => product * size);

    /// <exception cref="PickleException">The arguments are none of a tensor within its storage.</exception>
    public static TensorReference Parse(object? storage, object? offset, object? sizes, object? strides)
    {
        if (storage is not StorageReference from || offset is not long first || Numbers(sizes) is not { } shape || Numbers(strides) is not { } steps
            || shape.Length != steps.Length)
            throw new PickleException("its pickle has a tensor that is not described by a storage, an offset, sizes and strides");
        if (first < 0 || first > from.Elements || shape.Any(n => n < 0) || steps.Any(n => n < 0) || !IsWithin(from.Elements, first, shape, steps))
            throw new PickleException($"its pickle has a tensor of {string.Join('×', shape)} elements that does not lie within its storage {from.Key} of {from.Elements}");
        return new TensorReference(from, from.First + first, shape, steps);
    }

    private static bool IsWithin(long elements, long first, long[] shape, long[] strides)
    {
        // Nothing overflows: the first product stays below 2^31 before it is multiplied by less than 2^63, the second is one such product.
        Int128 extent = 1;
        Int128 last = first;
        for (var d = 0; d < shape.Length; d++)
        {
            extent *= Math.Max(1, shape[d]);
            if (extent > int.MaxValue) return false;
            last += (Int128)Math.Max(0, shape[d] - 1) * strides[d];
        }

        return shape.Contains(0) || (extent <= elements && last < elements);
    }

    private static long[]? Numbers(object? value) =>
        value is PickleTuple { Items: { Length: <= MostDimensions } items } && items.All(item => item is long) ? [.. items.Cast<long>()] : null;
}
