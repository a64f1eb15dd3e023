using CloudRestore.Learning.Data;
using CloudRestore.Learning.Presets;

namespace CloudRestore.Learning.Benchmarks;

/// <summary>The data loader of a preset's first phase of pretraining, alone, on one thread; training has one for every four processors. The unit is an image.</summary>
public sealed class LoaderBenchmark : IBenchmark
{
    private readonly PairStore _pairs;
    private readonly CropSampler _sampler;
    private readonly int _batch;
    private long _step;

    /// <summary>Opens the pairs.</summary>
    /// <param name="preset">The preset.</param>
    /// <param name="pairsFolder">Folder with <c>shard-*.tar</c>.</param>
    /// <exception cref="Stages.StageFailedException">There is no pair, or a shard is damaged.</exception>
    public LoaderBenchmark(Preset preset, string pairsFolder)
    {
        ArgumentNullException.ThrowIfNull(preset);
        var phase = preset.PretrainGenerator.Phases[0];
        _batch = phase.Batch;
        _pairs = PairStore.Open(pairsFolder, preset.CacheMebibytes);
        _sampler = new CropSampler(_pairs, phase.Crop, phase.Batch, seed: 1, preset.Damage);
    }

    /// <inheritdoc/>
    public double Operations => 0;

    /// <inheritdoc/>
    public double Units => _batch;

    /// <inheritdoc/>
    public void Run() => _sampler.Batch(_step++);

    /// <inheritdoc/>
    public void Dispose() => _pairs.Dispose();
}
