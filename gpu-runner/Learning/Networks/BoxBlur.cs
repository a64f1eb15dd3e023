using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Networks;

/// <summary>
/// The mean of 2x2 values, the edge repeated above and on the left: fastai's blur after a pixel shuffle. It takes away exactly what changes
/// from one pixel to the next and back, the checkerboard (Sugawara, Shiota and Kiya 2018).
/// </summary>
internal static class BoxBlur
{
    /// <summary>N×C×H×W, of the same shape as the input.</summary>
    public static Tensor Of(Tensor input)
    {
        using var padded = functional.pad(input, (1, 0, 1, 0), PaddingModes.Replicate);
        return functional.avg_pool2d(padded, kernel_size: 2, stride: 1);
    }
}
