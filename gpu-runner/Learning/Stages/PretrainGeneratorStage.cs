using CloudRestore.Learning.Checkpoints;
using CloudRestore.Learning.Data;
using CloudRestore.Learning.Evaluation;
using CloudRestore.Learning.Losses;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Optimisation;
using CloudRestore.Learning.Safetensors;
using TorchSharp;
using static TorchSharp.torch;
using Generator = CloudRestore.Learning.Networks.Generator;

namespace CloudRestore.Learning.Stages;

/// <summary>Trains the generator alone on the error of its pixels.</summary>
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
            EncoderWeights.Load(generator.Encoder, encoder);
        if (context.Inputs.ContainsKey(StageRoles.Parent))
            StageModel.LoadInto(generator, context, StageRoles.Parent);
        generator.to(device);
        generator.TrainsInMixedPrecision = MixedPrecision.IsFor(context.Preset.Precision, device);

        var phases = PhasePlan.Of(settings.Phases, pairs.Count);
        var log = new TrainingLog(Name, "phase", "loss", "learningRate", "psnrRestored", "ssimRestored");
        using var heldOut = PairStore.Open(context.HeldOutFolder, context.Preset.CacheMebibytes);
        using var average = settings.AverageDecay > 0 ? new WeightAverage(generator, settings.AverageDecay) : null;
        using var resumed = TrainingCheckpoint.Resume(context, Name, log);
        var step = resumed?.Step ?? 0;
        if (resumed is not null)
        {
            ModuleState.Load(generator, resumed.Section("generator"));
            average?.Load(resumed.Section("average"));
        }

        var value = resumed?.Numbers["loss"] ?? double.NaN;
        var monitor = new StageMonitor(context, Name, step, phases[^1].End, cancellationToken);
        foreach (var phase in phases.Where(phase => step < phase.End))
        {
            if (phase.Settings.FreezeEncoder)
                generator.FreezeEncoder();
            else
                generator.UnfreezeEncoder();
            generator.train();
            using var adam = new Adam(ParameterGroup.Of(generator), new AdamOptions { WeightDecay = settings.WeightDecay });
            if (resumed is not null && step > phase.Start)
                adam.ImportState(resumed.Section("adam"));
            var sampler = new CropSampler(pairs, phase.Settings.Crop, phase.Settings.Batch, SampleSeed.Derive(context.Seed, Name, phase.Number), context.Preset.Damage);
            using var batches = new BatchPrefetcher(sampler, step - phase.Start, phase.End - phase.Start);

            while (step < phase.End)
            {
                using var stepScope = NewDisposeScope();
                var (inputs, targets) = PixelTensors.ToTensors(batches.Next(), device);
                var (rates, momentum) = phase.At(step, adam.GroupCount);

                adam.ZeroGradients();
                var restored = generator.call(inputs);
                var weights = CoarseDamage.WeightsOrNone(inputs, targets, settings.CoarseDamageWeight);
                var loss = PixelLoss.Of(settings.Loss, settings.StructureWeight, restored, targets, weights);
                loss.backward();
                adam.Step(rates, momentum);
                average?.Update(step);

                step++;
                value = loss.item<float>();
                var look = Look(step);
                if (step % settings.LogEvery == 0 || look is not null || step == phase.End)
                    log.Metrics.Add(step, phase.Number, value, rates[^1], look?.PsnrRestored, look?.SsimRestored);
                monitor.StepDone(step, phase.Settings.Batch, value, checkpoint: folder => Save(step, adam, folder));
            }
        }

        if (average is not null)
            ModuleState.Load(generator, average.Tensors);
        log.Write(context.OutputFolder);
        var score = HeldOutScore.Of(generator, device, heldOut, context.Preset.Evaluate.Samples, Path.Combine(context.OutputFolder, SampleGrid.Folder), cancellationToken);
        StageModel.Save(context, Name, generator, score);
        return new StageResult(new Dictionary<string, double> { ["loss"] = value, ["psnrDamaged"] = score.PsnrDamaged, ["psnrRestored"] = score.PsnrRestored });

        // At the held-out photographs, with the weights that the stage would leave.
        PhotographScore? Look(long at)
        {
            var validates = settings.ValidateEvery is { } every && (at % every == 0 || at == phases[^1].End);
            var draws = EpochSamples.EndsEpoch(at, phases[^1].End, settings.SamplesEvery);
            if (!validates && !draws)
                return null;
            using var averaged = average?.Lend(generator);
            if (draws)
                log.Samples.Add(at, HeldOutPhotographs.Restore(generator, device, heldOut, context.Preset.Evaluate.Samples, cancellationToken));
            return validates ? HeldOutScore.Of(generator, device, heldOut, settings.ValidationPhotographs, null, cancellationToken) : null;
        }

        void Save(long done, Adam adam, string folder)
        {
            using var checkpoint = new TrainingCheckpoint { Step = done, Numbers = new() { ["loss"] = value } };
            checkpoint.Add("generator", ModuleState.Capture(generator)).Add("adam", adam.ExportState());
            if (average is not null)
                checkpoint.Add("average", average.Copy());
            checkpoint.Write(folder, Name, context, log);
        }
    }
}
