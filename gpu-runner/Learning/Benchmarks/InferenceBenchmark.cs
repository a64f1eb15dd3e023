using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Presets;
using static TorchSharp.torch;
using Generator = CloudRestore.Learning.Networks.Generator;

namespace CloudRestore.Learning.Benchmarks;

/// <summary>A preset's generator on one tile of 512 x 512 noise. The unit is a megapixel.</summary>
public sealed class InferenceBenchmark : IBenchmark
{
    private const int Tile = 512;

    private readonly Generator _generator;
    private readonly Tensor _input = Noise.Pictures(1, Tile, seed: 1);

    /// <summary>Builds the network with fresh weights.</summary>
    /// <param name="preset">The preset.</param>
    public InferenceBenchmark(Preset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        _generator = new Generator(preset.Generator);
        _generator.eval();
        Operations = NetworkWork.FloatingPointOperations(Run);
    }

    /// <inheritdoc/>
    public double Operations { get; }

    /// <inheritdoc/>
    public double Units => Tile * Tile / 1e6;

    /// <inheritdoc/>
    public void Run()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        _generator.call(_input);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _generator.Dispose();
        _input.Dispose();
    }
}
