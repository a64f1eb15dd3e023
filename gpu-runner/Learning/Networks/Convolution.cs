using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Networks;

/// <summary>
/// The one way to convolve in two dimensions. The kernel is handed over in the layout <c>channels_last</c>, which makes oneDNN use that
/// layout for the input, the output and all gradients: it is the faster one on a CPU, and with plain N×C×H×W tensors oneDNN (libtorch
/// 2.10) reads memory that nobody wrote wherever a number of channels is not a multiple of 16. The values are the same. A 1x1 kernel with
/// a stride is a stride alone and then a 1x1 kernel, because with 8 channels oneDNN's own writes where it must not.
/// </summary>
internal static class Convolution
{
    /// <summary>Convolves with a square stride and padding.</summary>
    public static Tensor Of(Tensor input, Tensor kernel, Tensor? bias, long stride, long padding)
    {
        using var scope = NewDisposeScope();
        if (kernel.shape[2] == 1 && stride > 1)
            (input, stride) = (input.slice(2, 0, input.shape[2], stride).slice(3, 0, input.shape[3], stride), 1);
        var together = kernel.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        return functional.conv2d(input, together, bias, [stride, stride], [padding, padding]).MoveToOuterDisposeScope();
    }
}
