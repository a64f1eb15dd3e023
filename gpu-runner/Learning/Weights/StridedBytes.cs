using CloudRestore.Learning.Pickling;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Weights;

/// <summary>Copies the elements of a view, in the order of its indices, out of the bytes of its storage (little-endian).</summary>
internal static class StridedBytes
{
    /// <summary>A contiguous tensor on the CPU with the view's elements. The caller disposes of it.</summary>
    public static Tensor ToTensor(TensorReference view, ReadOnlySpan<byte> storage)
    {
        var tensor = empty(view.Shape, view.Storage.Type.Type).DetachFromDisposeScope();
        try
        {
            if (view.Elements > 0) Copy(view, 0, view.Offset, storage, tensor.bytes);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>Copies what is at one index of the dimensions before; at most eight calls deep.</summary>
    private static int Copy(TensorReference view, int dimension, long at, ReadOnlySpan<byte> storage, Span<byte> target)
    {
        var size = view.Storage.Type.Bytes;
        if (IsContiguous(view, dimension))
        {
            var bytes = (int)view.Shape[dimension..].Aggregate((long)size, (product, n) => product * n);
            storage.Slice((int)(at * size), bytes).CopyTo(target);
            return bytes;
        }

        var written = 0;
        for (var i = 0L; i < view.Shape[dimension]; i++)
            written += Copy(view, dimension + 1, at + (i * view.Strides[dimension]), storage, target[written..]);
        return written;
    }

    private static bool IsContiguous(TensorReference view, int dimension)
    {
        var expected = 1L;
        for (var d = view.Shape.Length - 1; d >= dimension; d--)
        {
            if (view.Shape[d] != 1 && view.Strides[d] != expected) return false;
            expected *= view.Shape[d];
        }

        return true;
    }
}
