using CloudRestore.Learning.Losses;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Optimisation;
using CloudRestore.Learning.Presets;
using static TorchSharp.torch;
using Generator = CloudRestore.Learning.Networks.Generator;

namespace CloudRestore.Learning.Benchmarks;

/// <summary>
/// A step of a preset's first phase of pretraining, generator only: forward, loss, backward, Adam; on noise, since speed does not depend on
/// what is seen. The unit is an image. Backward counts as twice forward.
/// </summary>
public sealed class TrainingBenchmark : IBenchmark
{
    // A batch of the lesson's network would not fit into the memory of small machines.
    private const int LargestBatch = 8;

    private readonly Generator _generator;
    private readonly Adam _adam;
    private readonly TrainingPhase _phase;
    private readonly PixelLossKind _loss;
    private readonly Tensor _inputs;
    private readonly Tensor _targets;

    /// <summary>Builds the network with fresh weights.</summary>
    /// <param name="preset">The preset.</param>
    public TrainingBenchmark(Preset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        if (!Convolution.Plain)
            TorchMemory.KeepBetweenSteps();
        (_phase, _loss) = (preset.PretrainGenerator.Phases[0], preset.PretrainGenerator.Loss);
        _generator = new Generator(preset.Generator) { TrainsInMixedPrecision = MixedPrecision.IsFor(preset.Precision, CPU) };
        _generator.train();
        _adam = new Adam(ParameterGroup.Of(_generator), new AdamOptions { WeightDecay = preset.PretrainGenerator.WeightDecay });
        var batch = Math.Min(_phase.Batch, LargestBatch);
        _inputs = Noise.Pictures(batch, _phase.Crop.Size, seed: 1);
        _targets = Noise.Pictures(batch, _phase.Crop.Size, seed: 2);
        Units = batch;
        Operations = 3 * NetworkWork.FloatingPointOperations(Forward);
    }

    /// <inheritdoc/>
    public double Operations { get; }

    /// <inheritdoc/>
    public double Units { get; }

    /// <inheritdoc/>
    public void Run()
    {
        using var scope = NewDisposeScope();
        _adam.ZeroGradients();
        PixelLoss.Of(_loss, _generator.call(_inputs), _targets).backward();
        _adam.Step([.. Enumerable.Repeat(1e-6, _adam.GroupCount)]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _adam.Dispose();
        _generator.Dispose();
        _inputs.Dispose();
        _targets.Dispose();
    }

    private void Forward()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        _generator.call(_inputs);
    }
}
