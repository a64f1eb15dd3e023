using System.Runtime.InteropServices;
using global::Onnx;

namespace CloudRestore.Learning.Onnx.Quantisation;

/// <summary>A convolution's kernel as signed bytes with one scale for each output, and its bias in steps of the product of both scales.</summary>
/// <param name="Kernel">The kernel's bytes, -127 to 127.</param>
/// <param name="Scales">The scale of each output's kernel.</param>
/// <param name="Bias">The bias in steps of <paramref name="BiasScales"/>.</param>
/// <param name="BiasScales">The scale of each output's sum.</param>
internal sealed record QuantisedKernel(sbyte[] Kernel, float[] Scales, int[] Bias, float[] BiasScales)
{
    private const float Highest = sbyte.MaxValue;

    /// <summary>Rounds a kernel.</summary>
    /// <param name="kernel">Outputs first, float32.</param>
    /// <param name="bias">One number an output, float32.</param>
    /// <param name="inputScale">The scale of what is convolved.</param>
    public static QuantisedKernel Of(TensorProto kernel, TensorProto bias, float inputScale)
    {
        var numbers = MemoryMarshal.Cast<byte, float>(kernel.RawData.Span);
        var biases = MemoryMarshal.Cast<byte, float>(bias.RawData.Span);
        var outputs = biases.Length;
        var row = numbers.Length / outputs;
        var result = new QuantisedKernel(new sbyte[numbers.Length], new float[outputs], new int[outputs], new float[outputs]);
        for (var output = 0; output < outputs; output++)
        {
            var own = numbers.Slice(output * row, row);
            var largest = 0f;
            foreach (var number in own) largest = Math.Max(largest, Math.Abs(number));
            // A bias far above all products would not fit into 32 bits; a kernel of zeros has any scale.
            var least = Math.Abs(biases[output]) / (inputScale * (float)(1 << 30));
            var scale = result.Scales[output] = Math.Max(largest > 0 ? largest / Highest : 1, least);
            for (var i = 0; i < row; i++) result.Kernel[(output * row) + i] = (sbyte)Math.Round(own[i] / scale);
            result.BiasScales[output] = inputScale * scale;
            result.Bias[output] = (int)Math.Round(biases[output] / (double)result.BiasScales[output]);
        }
        return result;
    }
}
