using CloudRestore.Learning.Checkpoints;
using CloudRestore.Learning.Data;
using CloudRestore.Learning.Evaluation;
using CloudRestore.Learning.Losses;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Optimisation;
using TorchSharp;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Stages;

/// <summary>Trains the generator alone on the mean squared error of its pixels.</summary>
internal sealed class PretrainGeneratorStage : IStage
{
    /// <inheritdoc/>
    public string Name => StageNames.PretrainGenerator;

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellationToken)
    {
        var settings = context.Preset.PretrainGenerator;
        var device = StageDevice.Prepare(context);
        using var scope = NewDisposeScope();
        using var pairs = PairStore.Open(context.PairsFolder, context.Preset.CacheMebibytes);
        using var generator = new Generator(context.Preset.Generator with { Seed = SampleSeed.Derive(context.Seed, "generator") });
        if (context.Inputs.TryGetValue(StageRoles.Encoder, out var encoder))
            EncoderWeights.Load(generator, encoder);
        generator.to(device);

        var phases = PhasePlan.Of(settings.Phases, pairs.Count);
        var metrics = new MetricsLog("phase", "loss", "learningRate");
        using var average = settings.AverageDecay > 0 ? new WeightAverage(generator, settings.AverageDecay) : null;
        using var resumed = TrainingCheckpoint.Resume(context, Name, metrics);
        var step = resumed?.Step ?? 0;
        if (resumed is not null)
        {
            ModuleState.Load(generator, resumed.Section("generator"));
            average?.Load(resumed.Section("average"));
        }

        var value = double.NaN;
        var monitor = new StageMonitor(context, Name, step, phases[^1].End, cancellationToken);
        foreach (var phase in phases.Where(phase => step < phase.End))
        {
            generator.FreezeEncoder(phase.Settings.FreezeEncoder);
            generator.train();
            using var adam = GeneratorOptimiser.Create(generator, phase.Settings, settings.WeightDecay);
            if (resumed is not null && step > phase.Start)
                adam.LoadState(resumed.Section("adam"));
            var sampler = new CropSampler(pairs, phase.Settings.Crop, phase.Settings.Batch, SampleSeed.Derive(context.Seed, Name, phase.Number));
            using var batches = new BatchPrefetcher(sampler, step - phase.Start, phase.End - phase.Start);

            while (step < phase.End)
            {
                using var stepScope = NewDisposeScope();
                var (inputs, targets) = PixelTensors.ToTensors(batches.Next(), device);
                var (rate, momentum) = phase.At(step, momentum: 0.9);
                GeneratorOptimiser.SetRates(adam, phase.Settings, rate, momentum);

                adam.ZeroGrad();
                var loss = PixelLoss.MeanSquaredError(generator.call(inputs), targets);
                loss.backward();
                adam.Step();
                average?.Update(step);

                step++;
                value = loss.item<float>();
                if (step % settings.LogEvery == 0 || step == phase.End)
                    metrics.Add(step, phase.Number, value, rate);
                monitor.StepDone(step, phase.Settings.Batch, value, checkpoint: folder => Checkpoint(step, adam).Write(folder, Name, context, metrics));
            }

            TrainingCheckpoint Checkpoint(long done, Adam optimiser)
            {
                var checkpoint = new TrainingCheckpoint { Step = done }.Add("generator", ModuleState.Capture(generator)).Add("adam", optimiser.State());
                return average is null ? checkpoint : checkpoint.Add("average", average.Tensors);
            }
        }

        if (average is not null)
            ModuleState.Load(generator, average.Tensors);
        metrics.Write(context.OutputFolder);
        using var heldOut = PairStore.Open(context.HeldOutFolder, context.Preset.CacheMebibytes);
        var score = HeldOutScore.Of(generator, device, heldOut, context.Preset.Evaluate.Samples, Path.Combine(context.OutputFolder, SampleGrid.Folder), cancellationToken);
        StageModel.Save(context, Name, generator, score);
        return new StageResult(new Dictionary<string, double> { ["loss"] = value, ["psnrDamaged"] = score.PsnrDamaged, ["psnrRestored"] = score.PsnrRestored });
    }
}
