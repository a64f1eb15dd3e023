using CloudRestore.Learning.Checkpoints;
using CloudRestore.Learning.Data;
using CloudRestore.Learning.Evaluation;
using CloudRestore.Learning.Losses;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Optimisation;
using CloudRestore.Learning.Presets;
using TorchSharp;
using static TorchSharp.torch;
using Generator = CloudRestore.Learning.Networks.Generator;

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
        using var model = ModelFolder.Load(context.Input(StageRoles.Generator), device);
        var generator = model.Generator;
        using var critic = new Critic(context.Preset.Critic with { Seed = SampleSeed.Derive(context.Seed, "critic") });
        CriticFile.Load(critic, context.Input(StageRoles.Critic));
        critic.to(device);

        using var generatorAdam = new Adam(generator, settings.WeightDecay);
        using var criticAdam = new Adam(critic, settings.WeightDecay);
        var switcher = new AdaptiveGanSwitcher(settings.CriticThreshold);
        using var best = new BestWeights(generator);
        var metrics = new MetricsLog("phase", "generatorLoss", "criticLoss", "pixelLoss", "psnrRestored");
        using var resumed = TrainingCheckpoint.Resume(context, Name, metrics);
        var step = resumed?.Step ?? 0;
        if (resumed is not null)
            Restore(resumed);
        else if (settings.ValidateEvery is not null)
            Validate(0);

        var phases = PhasePlan.Of(settings.Phases, pairs.Count);
        var monitor = new StageMonitor(context, Name, step, phases[^1].End, cancellationToken);
        foreach (var phase in phases.Where(phase => step < phase.End))
        {
            var sampler = new CropSampler(pairs, phase.Settings.Crop, phase.Settings.Batch, SampleSeed.Derive(context.Seed, Name, phase.Number));
            using var batches = new BatchPrefetcher(sampler, step - phase.Start, phase.End - phase.Start);
            while (step < phase.End)
            {
                using var stepScope = NewDisposeScope();
                var (inputs, targets) = PixelTensors.ToTensors(batches.Next(), device);
                var (rate, momentum) = phase.At(step, settings.Beta1);
                double? generatorLoss = null, criticLoss = null, pixelLoss = null;
                var trainsGenerator = switcher.TrainsGenerator;
                Turn(generator, trainsGenerator);
                Turn(critic, !trainsGenerator);

                if (trainsGenerator)
                {
                    generatorAdam.SetRates(rate, momentum);
                    generatorAdam.ZeroGrad();
                    var restored = generator.call(inputs);
                    var pixels = PixelLoss.MeanSquaredError(restored, targets);
                    var loss = GanLoss.Generator(critic.call(restored), pixels, settings.CriticWeight, settings.PixelWeight);
                    loss.backward();
                    generatorAdam.Step();
                    (generatorLoss, pixelLoss) = (loss.item<float>(), pixels.item<float>());
                }
                else
                {
                    criticAdam.SetRates(rate * settings.CriticRateFactor, momentum);
                    criticAdam.ZeroGrad();
                    using var restored = WithoutGradient(generator, inputs);
                    var loss = GanLoss.Critic(critic.call(targets), critic.call(restored));
                    loss.backward();
                    criticAdam.Step();
                    criticLoss = loss.item<float>();
                }

                switcher.Update(generatorLoss ?? criticLoss!.Value);
                step++;
                double? psnr = null;
                if (settings.ValidateEvery is { } every && (step % every == 0 || step == phases[^1].End))
                    psnr = Validate(step);
                if (step % settings.LogEvery == 0 || psnr is not null || step == phase.End)
                    metrics.Add(step, phase.Number, generatorLoss, criticLoss, pixelLoss, psnr);
                monitor.StepDone(step, phase.Settings.Batch, generatorLoss ?? criticLoss, checkpoint: folder => Checkpoint().Write(folder, Name, context, metrics));
            }
        }

        if (settings.ValidateEvery is not null)
            ModuleState.Load(generator, best.Tensors);
        metrics.Write(context.OutputFolder);
        CriticFile.Save(critic, context.OutputFolder);
        var score = HeldOutScore.Of(generator, device, heldOut, context.Preset.Evaluate.Samples, Path.Combine(context.OutputFolder, SampleGrid.Folder), cancellationToken);
        StageModel.Save(context, Name, generator, score);
        return new StageResult(new Dictionary<string, double>
        {
            ["psnrDamaged"] = score.PsnrDamaged,
            ["psnrRestored"] = score.PsnrRestored,
            ["bestStep"] = settings.ValidateEvery is null ? step : best.Step,
        });

        double Validate(long at)
        {
            var psnr = HeldOutScore.Of(generator, device, heldOut, settings.ValidationPhotographs, null, cancellationToken).PsnrRestored;
            best.Offer(at, psnr);
            return psnr;
        }

        TrainingCheckpoint Checkpoint() => new TrainingCheckpoint
        {
            Step = step,
            Numbers = new() { ["bestStep"] = best.Step, ["bestPsnr"] = best.Score, ["trainsGenerator"] = switcher.TrainsGenerator ? 1 : 0 },
        }
            .Add("generator", ModuleState.Capture(generator)).Add("generatorAdam", generatorAdam.State())
            .Add("critic", ModuleState.Capture(critic)).Add("criticAdam", criticAdam.State()).Add("best", best.Tensors);

        void Restore(TrainingCheckpoint from)
        {
            ModuleState.Load(generator, from.Section("generator"));
            ModuleState.Load(critic, from.Section("critic"));
            generatorAdam.LoadState(from.Section("generatorAdam"));
            criticAdam.LoadState(from.Section("criticAdam"));
            best.Load(from.Section("best"), (long)from.Numbers["bestStep"], from.Numbers["bestPsnr"]);
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
