using TorchSharp;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Networks;

/// <summary>
/// Draws initial weights from a generator of its own, never from the process-wide one: the same seed gives the same network whatever
/// ran before. Everything is drawn on the CPU in float32.
/// </summary>
internal sealed class WeightSource : IDisposable
{
    private readonly torch.Generator _generator;

    public WeightSource(ulong seed) => _generator = new torch.Generator(seed, CPU);

    /// <summary>Normal values with deviation sqrt(2 / fan), fan counting inputs (He et al. 2015, the "fan in" mode).</summary>
    public Tensor KaimingFanIn(params long[] shape) => Normal(Math.Sqrt(2.0 / (shape.Aggregate(1L, (a, b) => a * b) / shape[0])), shape);

    /// <summary>The "fan out" mode, which torchvision's ResNets start from.</summary>
    public Tensor KaimingFanOut(params long[] shape) => Normal(Math.Sqrt(2.0 / (shape.Aggregate(1L, (a, b) => a * b) / shape[1])), shape);

    /// <summary>
    /// Kernels for a 1x1 convolution in front of a pixel shuffle by <paramref name="scale"/> such that the shuffle starts as
    /// nearest-neighbour enlargement and draws no checkerboard (ICNR, Aitken et al. 2017).
    /// </summary>
    public Tensor Icnr(long outputs, long inputs, long scale)
    {
        using var kernels = KaimingFanIn(outputs / (scale * scale), inputs, 1, 1);
        return kernels.repeat_interleave(scale * scale, dim: 0);
    }

    /// <summary>A random vector of length one, where a power iteration starts.</summary>
    public Tensor UnitVector(long length)
    {
        using var vector = Normal(1, length);
        using var norm = vector.norm();
        return vector / norm;
    }

    /// <inheritdoc />
    public void Dispose() => _generator.Dispose();

    private Tensor Normal(double deviation, params long[] shape) => empty(shape).normal_(0, deviation, _generator);
}
