namespace CloudRestore.Learning.Onnx;

/// <summary>What batch normalisation is once training has ended: a factor and a summand for each channel.</summary>
/// <param name="Scale">The factors.</param>
/// <param name="Shift">The summands.</param>
internal sealed record ChannelScale(double[] Scale, double[] Shift)
{
    /// <summary>The same as a 1x1 convolution of each channel by itself, which engines run fast and can quantise.</summary>
    public ConvolutionWeights AsConvolution() =>
        new([.. Scale.Select(number => (float)number)], [Scale.Length, 1, 1, 1], [.. Shift.Select(number => (float)number)]);
}
