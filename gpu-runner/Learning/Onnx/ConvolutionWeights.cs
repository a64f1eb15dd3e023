namespace CloudRestore.Learning.Onnx;

/// <summary>A convolution's numbers once everything that can be folded into them has been.</summary>
/// <param name="Kernel">Outputs × inputs per group × size × size, row by row.</param>
/// <param name="Shape">The kernel's four dimensions.</param>
/// <param name="Bias">One number an output.</param>
internal sealed record ConvolutionWeights(float[] Kernel, long[] Shape, float[] Bias)
{
    /// <summary>Channels that come out.</summary>
    public int Outputs => Bias.Length;

    /// <summary>This convolution followed by a scale and a shift of each channel.</summary>
    public ConvolutionWeights Then(ChannelScale after)
    {
        var row = Kernel.Length / Outputs;
        var kernel = new float[Kernel.Length];
        for (var output = 0; output < Outputs; output++)
            for (var i = output * row; i < (output + 1) * row; i++)
                kernel[i] = (float)(Kernel[i] * after.Scale[output]);
        return this with { Kernel = kernel, Bias = [.. Bias.Select((number, i) => (float)(number * after.Scale[i] + after.Shift[i]))] };
    }
}
