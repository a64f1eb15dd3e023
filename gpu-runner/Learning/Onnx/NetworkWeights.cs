using System.Runtime.InteropServices;
using CloudRestore.Learning.Safetensors;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Onnx;

/// <summary>
/// A network's saved state, seen as what inference needs: normalisations of weights are carried out, those of activations are reduced to a
/// scale and a shift. All sums run in double precision and in one order, so that each machine finds the same numbers.
/// </summary>
internal sealed class NetworkWeights
{
    private readonly Dictionary<string, (float[] Values, long[] Shape)> _state;

    /// <summary>Copies the state of a network on any device.</summary>
    public NetworkWeights(nn.Module network)
    {
        using var scope = NewDisposeScope();
        _state = ModuleState.Capture(network).ToDictionary(tensor => tensor.Key, tensor => Copy(tensor.Value), StringComparer.Ordinal);
    }

    /// <summary>Whether the network has a parameter or buffer of that name.</summary>
    public bool Has(string name) => _state.ContainsKey(name);

    /// <summary>A convolution without bias (<c>PlainConvolution</c>).</summary>
    public ConvolutionWeights Plain(string name)
    {
        var (values, shape) = _state[$"{name}.weight"];
        return new ConvolutionWeights(values, shape, new float[shape[0]]);
    }

    /// <summary>A convolution with weight normalisation (<c>WeightNormConvolution</c>).</summary>
    public ConvolutionWeights WeightNormalised(string name)
    {
        var (direction, shape) = _state[$"{name}.weight_v"];
        var lengths = _state[$"{name}.weight_g"].Values;
        var row = direction.Length / lengths.Length;
        var kernel = new float[direction.Length];
        for (var output = 0; output < lengths.Length; output++)
        {
            var squares = 0.0;
            foreach (var number in direction.AsSpan(output * row, row)) squares += (double)number * number;
            var factor = lengths[output] / Math.Sqrt(squares);
            for (var i = output * row; i < (output + 1) * row; i++) kernel[i] = (float)(direction[i] * factor);
        }
        return new ConvolutionWeights(kernel, shape, _state[$"{name}.bias"].Values);
    }

    /// <summary>A spectrally normalised matrix (<c>SpectralNorm</c>) as a 1x1 convolution without bias.</summary>
    /// <param name="name">The matrix.</param>
    /// <param name="factor">Multiplies all of it.</param>
    public ConvolutionWeights SpectrallyNormalised(string name, double factor = 1)
    {
        var (weight, shape) = _state[$"{name}.weight_orig"];
        var left = _state[$"{name}.weight_u"].Values;
        var right = _state[$"{name}.weight_v"].Values;
        var sigma = 0.0;
        for (var row = 0; row < left.Length; row++)
            for (var column = 0; column < right.Length; column++)
                sigma += (double)left[row] * weight[(row * right.Length) + column] * right[column];
        return new ConvolutionWeights([.. weight.Select(number => (float)(number * (factor / sigma)))], [shape[0], shape[1], 1, 1], new float[shape[0]]);
    }

    /// <summary>A batch normalisation with the statistics it has learnt (<c>BatchNormalisation</c>).</summary>
    public ChannelScale BatchNormalisation(string name)
    {
        var (weight, bias) = (_state[$"{name}.weight"].Values, _state[$"{name}.bias"].Values);
        var (mean, variance) = (_state[$"{name}.running_mean"].Values, _state[$"{name}.running_var"].Values);
        double[] scale = [.. weight.Select((number, i) => number / Math.Sqrt(variance[i] + Networks.BatchNormalisation.Epsilon))];
        return new ChannelScale(scale, [.. bias.Select((number, i) => number - (mean[i] * scale[i]))]);
    }

    /// <summary>A parameter of one number.</summary>
    public float Number(string name) => _state[name].Values.Single();

    private static (float[] Values, long[] Shape) Copy(Tensor tensor)
    {
        using (tensor)
        using (var numbers = tensor.to(ScalarType.Float32))
        using (var ordered = numbers.contiguous())
            return (MemoryMarshal.Cast<byte, float>(ordered.bytes).ToArray(), tensor.shape); // data<float>() goes number by number.
    }
}
