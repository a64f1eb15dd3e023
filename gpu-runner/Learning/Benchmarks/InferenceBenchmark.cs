using CloudRestore.Imaging;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Onnx;
using CloudRestore.Learning.Onnx.Quantisation;
using CloudRestore.Learning.Restoration;
using static TorchSharp.torch;
using Generator = CloudRestore.Learning.Networks.Generator;

namespace CloudRestore.Learning.Benchmarks;

/// <summary>A generator on one tile of 512 x 512 noise, with fresh weights. The unit is a megapixel.</summary>
public sealed class InferenceBenchmark : IBenchmark
{
    private const int Tile = 512;
    private const int CalibrationTile = 64;

    private readonly Generator _generator;
    private readonly OnnxGenerator? _onnx;
    private readonly float[] _noise = Noise.Values(1, Tile, seed: 1);
    private readonly Tensor _input;

    /// <summary>Builds the network.</summary>
    /// <param name="network">Its shape.</param>
    /// <param name="engine">An engine of <see cref="RestorationEngine"/>; anything else is torch's.</param>
    public InferenceBenchmark(GeneratorOptions network, string engine)
    {
        ArgumentNullException.ThrowIfNull(network);
        _input = tensor(_noise, [1, RgbImage.Channels, Tile, Tile]).DetachFromDisposeScope();
        _generator = new Generator(network);
        _generator.eval();
        Operations = NetworkWork.FloatingPointOperations(RunInTorch);
        _onnx = engine switch
        {
            RestorationEngine.Onnx => OnnxGenerator.From(Model()),
            RestorationEngine.OnnxInt8 => OnnxGenerator.Open(Quantised(Model())),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public double Operations { get; }

    /// <inheritdoc/>
    public double Units => Tile * Tile / 1e6;

    /// <inheritdoc/>
    public void Run()
    {
        if (_onnx is null)
            RunInTorch();
        else
            _onnx.Run(_noise, 1, Tile, Tile);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _onnx?.Dispose();
        _generator.Dispose();
        _input.Dispose();
    }

    // Speed does not depend on the ranges.
    private static byte[] Quantised(LoadedModel model)
    {
        byte[] pixels = [.. Noise.Values(1, CalibrationTile, seed: 2).Select(value => (byte)(127 + (60 * value)))];
        return QuantisedExport.ToBytes(model, QuantisedExport.Calibrate(model, [new RgbImage(CalibrationTile, CalibrationTile, pixels)], new CalibrationOptions { Tiles = 1, TileSize = CalibrationTile }));
    }

    private LoadedModel Model() => new(_generator, new ModelCard
    {
        Name = "benchmark",
        Version = "1",
        Generator = _generator.Options,
        TrainedFor = new TrainedFor { Damage = "none", Scale = 1, TargetSize = Tile },
    });

    private void RunInTorch()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        _generator.call(_input);
    }
}
