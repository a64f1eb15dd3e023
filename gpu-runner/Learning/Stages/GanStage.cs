using CloudRestore.Learning.Checkpoints;
using CloudRestore.Learning.Data;
using CloudRestore.Learning.Evaluation;
using CloudRestore.Learning.Losses;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Optimisation;
using CloudRestore.Learning.Presets;
using CloudRestore.Learning.Safetensors;
using TorchSharp;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Stages;

/// <summary>
/// Trains generator and critic against each other. The generator gets one batch, then the critic trains until its loss is below a
/// threshold (fastai's <c>AdaptiveGANSwitcher</c>); a step is one batch of either. The one that does not train is in evaluation mode.
/// </summary>
internal sealed class GanStage : IStage
{
    /// <inheritdoc/>
    public string Name => StageNames.Gan;

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellationToken)
    {
        var settings = context.Preset.Gan;
        var device = StageDevice.Prepare(context);
        using var scope = NewDisposeScope();
        using var pairs = PairStore.Open(context.PairsFolder, context.Preset.CacheMebibytes);
        using var heldOut = PairStore.Open(context.HeldOutFolder, context.Preset.CacheMebibytes);
        using var model = StageModel.Load(context, StageRoles.Generator, device);
        var generator = model.Generator;
        generator.TrainsInMixedPrecision = MixedPrecision.IsFor(context.Preset.Precision, device);
        using var critic = new Critic(context.Preset.Critic with { Seed = SampleSeed.Derive(context.Seed, "critic") });
        CriticFile.Load(critic, context.Input(StageRoles.Critic));
        critic.to(device);

        using var generatorAdam = new Adam(ParameterGroup.Of(generator), new AdamOptions { Beta1 = settings.Beta1, WeightDecay = settings.WeightDecay });
        using var criticAdam = new Adam(ParameterGroup.Of(critic), new AdamOptions { Beta1 = settings.Beta1, WeightDecay = settings.WeightDecay });
        var losses = new GanLoss
        {
            CriticWeight = settings.CriticWeight,
            PixelWeight = settings.PixelWeight,
            Pixels = settings.Loss,
            StructureWeight = settings.StructureWeight,
        };
        var switcher = new AdaptiveGanSwitcher(settings.CriticThreshold);
        using var average = settings.AverageDecay > 0 ? new WeightAverage(generator, settings.AverageDecay) : null;
        using var start = settings.Interpolation < 1 ? new WeightInterpolation(generator) : null;
        using var best = new BestWeights(generator);
        var log = new TrainingLog(Name, "phase", "generatorLoss", "criticLoss", "psnrRestored", "sharpness");
        var phases = PhasePlan.Of(settings.Phases, pairs.Count);
        using var resumed = TrainingCheckpoint.Resume(context, Name, log);
        var step = resumed?.Step ?? 0;
        var leastPsnr = double.NegativeInfinity;
        if (resumed is not null)
            Restore(resumed);
        else if (settings.ValidateEvery is not null)
            LookAtStart();

        var monitor = new StageMonitor(context, Name, step, phases[^1].End, cancellationToken);
        foreach (var phase in phases.Where(phase => step < phase.End))
        {
            var sampler = new CropSampler(pairs, phase.Settings.Crop, phase.Settings.Batch, SampleSeed.Derive(context.Seed, Name, phase.Number), context.Preset.Damage);
            using var batches = new BatchPrefetcher(sampler, step - phase.Start, phase.End - phase.Start);
            while (step < phase.End)
            {
                using var stepScope = NewDisposeScope();
                var (inputs, targets) = PixelTensors.ToTensors(batches.Next(), device);
                double? generatorLoss = null, criticLoss = null;
                var trainsGenerator = switcher.TrainsGenerator;
                Turn(generator, trainsGenerator);
                Turn(critic, !trainsGenerator);

                if (trainsGenerator)
                {
                    var (rates, momentum) = phase.At(step, generatorAdam.GroupCount, settings.Beta1);
                    generatorAdam.ZeroGradients();
                    var restored = generator.call(inputs);
                    var weights = CoarseDamage.WeightsOrNone(inputs, targets, settings.CoarseDamageWeight);
                    var judged = settings.CriticJudgesCoarseDamage ? restored : CoarseDamage.Spare(restored, CoarseDamage.Mask(inputs, targets));
                    var loss = losses.Generator(critic.call(judged), restored, targets, weights);
                    loss.backward();
                    generatorAdam.Step(rates, momentum);
                    average?.Update(step);
                    generatorLoss = loss.item<float>();
                }
                else
                {
                    var (rates, momentum) = phase.At(step, criticAdam.GroupCount, settings.Beta1);
                    criticAdam.ZeroGradients();
                    var restored = WithoutGradient(generator, inputs);
                    var loss = GanLoss.Critic(critic.call(targets), critic.call(restored));
                    loss.backward();
                    criticAdam.Step([.. rates.Select(rate => rate * settings.CriticRateFactor)], momentum);
                    criticLoss = loss.item<float>();
                }

                switcher.Report(generatorLoss ?? criticLoss!.Value);
                step++;
                var look = settings.ValidateEvery is { } every && (step % every == 0 || step == phases[^1].End) ? Look(step) : null;
                if (EpochSamples.EndsEpoch(step, phases[^1].End, settings.SamplesEvery))
                    Draw(step);
                if (step % settings.LogEvery == 0 || look is not null || step == phase.End)
                    log.Metrics.Add(step, phase.Number, generatorLoss, criticLoss, look?.PsnrRestored, look?.Sharpness);
                monitor.StepDone(step, phase.Settings.Batch, generatorLoss ?? criticLoss, checkpoint: Save);
            }
        }

        if (settings.ValidateEvery is not null)
            ModuleState.Load(generator, best.Tensors);
        else if (average is not null)
            ModuleState.Load(generator, average.Tensors);
        start?.Apply(generator, settings.Interpolation);
        log.Write(context.OutputFolder);
        CriticFile.Save(critic, context.OutputFolder);
        var score = HeldOutScore.Of(generator, device, heldOut, context.Preset.Evaluate.Samples, Path.Combine(context.OutputFolder, SampleGrid.Folder), cancellationToken);
        StageModel.Save(context, Name, generator, score);
        return new StageResult(new Dictionary<string, double>
        {
            ["psnrDamaged"] = score.PsnrDamaged,
            ["psnrRestored"] = score.PsnrRestored,
            ["bestStep"] = settings.ValidateEvery is null ? step : best.Step,
        });

        void LookAtStart()
        {
            var first = Look(0);
            leastPsnr = first.PsnrRestored - settings.MostPsnrLost;
            log.Metrics.Add(0, phases[0].Number, null, null, first.PsnrRestored, first.Sharpness);
        }

        PhotographScore Look(long at)
        {
            using var averaged = average?.Lend(generator);
            var score = HeldOutScore.Of(generator, device, heldOut, settings.ValidationPhotographs, null, cancellationToken);
            if (settings.Best == GanScore.Psnr)
                best.Offer(at, score.PsnrRestored);
            else if (score.PsnrRestored >= leastPsnr)
                best.Offer(at, score.Sharpness ?? 0);
            return score;
        }

        void Draw(long at)
        {
            using var averaged = average?.Lend(generator);
            log.Samples.Add(at, HeldOutPhotographs.Restore(generator, device, heldOut, context.Preset.Evaluate.Samples, cancellationToken));
        }

        void Save(string folder)
        {
            using var checkpoint = new TrainingCheckpoint
            {
                Step = step,
                Numbers = new() { ["bestStep"] = best.Step, ["bestScore"] = best.Score, ["leastPsnr"] = leastPsnr, ["trainsGenerator"] = switcher.TrainsGenerator ? 1 : 0 },
            };
            checkpoint.Add("generator", ModuleState.Capture(generator)).Add("generatorAdam", generatorAdam.ExportState());
            checkpoint.Add("critic", ModuleState.Capture(critic)).Add("criticAdam", criticAdam.ExportState()).Add("best", best.Copy());
            if (average is not null)
                checkpoint.Add("average", average.Copy());
            checkpoint.Write(folder, Name, context, log);
        }

        void Restore(TrainingCheckpoint from)
        {
            ModuleState.Load(generator, from.Section("generator"));
            ModuleState.Load(critic, from.Section("critic"));
            generatorAdam.ImportState(from.Section("generatorAdam"));
            criticAdam.ImportState(from.Section("criticAdam"));
            best.Load(from.Section("best"), (long)from.Numbers["bestStep"], from.Numbers["bestScore"]);
            average?.Load(from.Section("average"));
            leastPsnr = from.Numbers["leastPsnr"];
            switcher.TrainsGenerator = from.Numbers["trainsGenerator"] == 1;
        }
    }

    private static void Turn(nn.Module module, bool trains)
    {
        module.train(trains);
        foreach (var parameter in module.parameters())
            parameter.requires_grad = trains;
    }

    private static Tensor WithoutGradient(nn.Module<Tensor, Tensor> module, Tensor inputs)
    {
        using var noGradient = no_grad();
        return module.call(inputs);
    }
}
