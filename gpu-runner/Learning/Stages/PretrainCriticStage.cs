using CloudRestore.Learning.Checkpoints;
using CloudRestore.Learning.Data;
using CloudRestore.Learning.Losses;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Optimisation;
using CloudRestore.Learning.Safetensors;
using TorchSharp;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Stages;

/// <summary>Trains the critic alone to tell generated photographs from originals. Half of a batch is generated, half original.</summary>
internal sealed class PretrainCriticStage : IStage
{
    private const int JudgedBatches = 8;

    /// <inheritdoc/>
    public string Name => StageNames.PretrainCritic;

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellationToken)
    {
        var settings = context.Preset.PretrainCritic;
        var device = StageDevice.Prepare(context);
        using var scope = NewDisposeScope();
        using var pairs = PairStore.Open(context.Input(StageRoles.Generated), context.Preset.CacheMebibytes);
        using var critic = new Critic(context.Preset.Critic with { Seed = SampleSeed.Derive(context.Seed, "critic") });
        if (context.Inputs.TryGetValue(StageRoles.Critic, out var earlier))
            CriticFile.Load(critic, earlier);
        critic.to(device);

        var phases = PhasePlan.Of(settings.Phases, pairs.Count);
        var log = new TrainingLog(Name, "phase", "loss", "accuracy", "learningRate");
        using var resumed = TrainingCheckpoint.Resume(context, Name, log);
        var step = resumed?.Step ?? 0;
        if (resumed is not null)
            ModuleState.Load(critic, resumed.Section("critic"));

        var value = resumed?.Numbers["loss"] ?? double.NaN;
        var monitor = new StageMonitor(context, Name, step, phases[^1].End, cancellationToken);
        foreach (var phase in phases.Where(phase => step < phase.End))
        {
            critic.train();
            using var adam = new Adam(ParameterGroup.Of(critic), new AdamOptions { WeightDecay = settings.WeightDecay });
            if (resumed is not null && step > phase.Start)
                adam.ImportState(resumed.Section("adam"));
            var half = Math.Max(1, phase.Settings.Batch / 2);
            var sampler = new CropSampler(pairs, phase.Settings.Crop, half, SampleSeed.Derive(context.Seed, Name, phase.Number));
            using var batches = new BatchPrefetcher(sampler, step - phase.Start, phase.End - phase.Start);

            while (step < phase.End)
            {
                using var stepScope = NewDisposeScope();
                var (generated, originals) = PixelTensors.ToTensors(batches.Next(), device);
                var (rates, momentum) = phase.At(step, adam.GroupCount);

                adam.ZeroGradients();
                var logits = critic.call(cat([generated, originals]));
                var labels = Labels(half, device);
                var loss = AdaptiveLoss.BinaryCrossEntropy(logits, labels);
                loss.backward();
                adam.Step(rates, momentum);

                step++;
                value = loss.item<float>();
                if (step % settings.LogEvery == 0 || step == phase.End)
                    log.Metrics.Add(step, phase.Number, value, AdaptiveLoss.Accuracy(logits, labels), rates[^1]);
                monitor.StepDone(step, 2 * half, value, checkpoint: folder =>
                {
                    using var checkpoint = new TrainingCheckpoint { Step = step, Numbers = new() { ["loss"] = value } };
                    checkpoint.Add("critic", ModuleState.Capture(critic)).Add("adam", adam.ExportState());
                    checkpoint.Write(folder, Name, context, log);
                });
            }
        }

        log.Write(context.OutputFolder);
        CriticFile.Save(critic, context.OutputFolder);
        return new StageResult(new Dictionary<string, double> { ["loss"] = value, ["accuracy"] = Judge(critic, pairs, phases[^1], context.Seed, device) });
    }

    // The share of patches judged right on fresh crops of the photographs, without dropout.
    private static double Judge(Critic critic, PairStore pairs, PhasePlan phase, ulong seed, Device device)
    {
        critic.eval();
        using var noGradient = no_grad();
        var half = Math.Max(1, phase.Settings.Batch / 2);
        var sampler = new CropSampler(pairs, phase.Settings.Crop, half, SampleSeed.Derive(seed, "critic-judged"));
        return Enumerable.Range(0, JudgedBatches).Average(step =>
        {
            using var scope = NewDisposeScope();
            var (generated, originals) = PixelTensors.ToTensors(sampler.Batch(step), device);
            return AdaptiveLoss.Accuracy(critic.call(cat([generated, originals])), Labels(half, device));
        });
    }

    private static Tensor Labels(int half, Device device) => cat([zeros(half, device: device), ones(half, device: device)]);
}
