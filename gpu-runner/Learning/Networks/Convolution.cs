using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Networks;

/// <summary>
/// The one way to convolve in two dimensions, around faults of oneDNN as libtorch 2.10 carries it, seen with AVX-512: with N×C×H×W in
/// memory the input's gradient is wrong where channels are no multiple of 16, and with <c>channels_last</c> 1x1 kernels give wrong values
/// or write outside their memory. So larger kernels convolve in <c>channels_last</c>, which is also the faster layout, and 1x1 kernels are
/// what they are in mathematics: a matrix product over pixels. In bfloat16 the input's gradient is wrong where output channels are odd, so
/// those go through float32. What comes out is always in <c>channels_last</c>. A small map of one picture alone would not go to oneDNN at all,
/// but to a slow way round it with a warning on the error stream: it is convolved twice over. A single input channel, which no network here
/// has, is wrong in every way that was tried.
/// </summary>
internal static class Convolution
{
    // libtorch's use_mkldnn passes over maps of one picture up to this many elements.
    private const long LargestPassedOver = 20_480;

    /// <summary>
    /// Whether this process convolves as a plain eager program does: N×C×H×W in memory and nothing rearranged. Only to be measured against;
    /// gradients are then wrong for some numbers of channels.
    /// </summary>
    public static bool Plain { get; set; }

    /// <summary>Convolves with a square stride and padding, in the input's type of number; a 1x1 kernel takes no padding.</summary>
    public static Tensor Of(Tensor input, Tensor kernel, Tensor? bias, long stride, long padding)
    {
        using var scope = NewDisposeScope();
        if (input.dtype == ScalarType.BFloat16)
        {
            if (kernel.shape[0] % 2 != 0)
                return Of(input.to(kernel.dtype), kernel, bias, stride, padding).to(ScalarType.BFloat16).MoveToOuterDisposeScope();
            (kernel, bias) = (kernel.to(ScalarType.BFloat16), bias?.to(ScalarType.BFloat16));
        }

        var output = Plain ? functional.conv2d(input, kernel, bias, [stride, stride], [padding, padding])
            : kernel.shape[2] == 1 && kernel.shape[3] == 1 ? Product(input, kernel, bias, stride)
            : input.shape[0] > 1 || input.numel() > LargestPassedOver ? InChannelsLast(input, kernel, bias, stride, padding)
            : InChannelsLast(cat([input, input]), kernel, bias, stride, padding).slice(0, 0, 1, 1);
        NetworkWork.Add(output.numel() * (kernel.numel() / kernel.shape[0]));
        return output.MoveToOuterDisposeScope();
    }

    private static Tensor InChannelsLast(Tensor input, Tensor kernel, Tensor? bias, long stride, long padding) =>
        functional.conv2d(ChannelsLast(input), ChannelsLast(kernel), bias, [stride, stride], [padding, padding]);

    private static Tensor Product(Tensor input, Tensor kernel, Tensor? bias, long stride)
    {
        var seen = stride == 1 ? input : input.slice(2, 0, input.shape[2], stride).slice(3, 0, input.shape[3], stride);
        return functional.linear(seen.permute(0, 2, 3, 1), kernel.flatten(1), bias).permute(0, 3, 1, 2);
    }

    private static Tensor ChannelsLast(Tensor tensor) => tensor.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}
