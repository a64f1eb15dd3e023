using static TorchSharp.torch;

namespace CloudRestore.Learning.Safetensors;

/// <summary>
/// Weights rounded to float16 (IEEE 754 binary16: 11 bits of precision, at most 65504, nothing below 6e-8). What float16 would spoil keeps
/// float32, so that every state can be stored: see <see cref="Fits"/>. Whole numbers and booleans stay as they are.
/// </summary>
public static class HalfPrecision
{
    // Half a unit in the last place of float16 is a relative 1/2048; twice that is what small elements beside large ones may add.
    private const double LargestError = 1.0 / 1024;

    /// <summary>Replaces each float32 tensor that fits by its float16 form. Replaced tensors are disposed of.</summary>
    /// <param name="tensors">Tensors on the CPU that the caller owns, before and after.</param>
    public static void Round(IDictionary<string, Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        foreach (var (name, tensor) in tensors.Where(t => Fits(t.Value)).ToList())
        {
            tensors[name] = tensor.to(ScalarType.Float16).DetachFromDisposeScope();
            tensor.Dispose();
        }
    }

    /// <summary>
    /// Whether a tensor may be stored in float16: float32 of two dimensions or more, and in every slice of its first dimension (the weights
    /// of an output channel) rounding changes the Euclidean norm of the weights by at most a thousandth. So biases and the weights and
    /// statistics of batch norms, a thousandth of the bytes, always keep float32 (a running variance may exceed 65504), and so does a
    /// kernel with a channel whose weights exceed float16, vanish in it, or are not numbers.
    /// </summary>
    public static bool Fits(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.dtype != ScalarType.Float32 || tensor.dim() < 2 || tensor.numel() == 0)
            return false;
        using var scope = NewDisposeScope();
        var values = tensor.detach().cpu().contiguous().data<float>().ToArray().AsSpan();
        var slice = values.Length / (int)tensor.shape[0];
        for (var start = 0; start < values.Length; start += slice)
        {
            if (!RoundsWell(values.Slice(start, slice)))
                return false;
        }

        return true;
    }

    private static bool RoundsWell(ReadOnlySpan<float> values)
    {
        double error = 0, norm = 0;
        foreach (var value in values)
        {
            var difference = (double)(float)(Half)value - value;
            error += difference * difference;
            norm += (double)value * value;
        }

        // Written so that NaN does not pass.
        return error <= norm * LargestError * LargestError;
    }
}
