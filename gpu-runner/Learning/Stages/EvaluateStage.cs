using CloudRestore.Imaging.Resampling;
using CloudRestore.Learning.Data;
using CloudRestore.Learning.Evaluation;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Presets;
using CloudRestore.Learning.Restoration;
using static TorchSharp.torch;
using Generator = CloudRestore.Learning.Networks.Generator;

namespace CloudRestore.Learning.Stages;

/// <summary>
/// Measures the GAN's generator, the one before the GAN and the model in use on every held-out photograph, leaves the run's model and
/// writes the report.
/// </summary>
internal sealed class EvaluateStage : IStage
{
    private const string Candidate = "candidate";
    private const string Gan = "gan";
    private const string Pretrained = StageRoles.Pretrained;

    /// <inheritdoc/>
    public string Name => StageNames.Evaluate;

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellationToken)
    {
        var device = StageDevice.Prepare(context);
        using var scope = NewDisposeScope();
        using var heldOut = PairStore.Open(context.HeldOutFolder, context.Preset.CacheMebibytes);
        var models = Models(context, device);
        try
        {
            var scores = Score(context, models, heldOut, device, cancellationToken);
            var means = models.Keys.ToDictionary(model => model, model => PhotographScore.Mean([.. scores.Select(photograph => photograph[model])]));
            var (chosen, reason) = Choose(context.Preset.Evaluate.Choice, means);
            var photographs = Sample(context, models[chosen], chosen, heldOut, scores, device, cancellationToken);

            var report = new EvaluationReport { Chosen = chosen, Reason = reason, Mean = WithCandidate(means, chosen), Photographs = photographs };
            report.Write(context.OutputFolder);
            if (context.ScoresOnly)
                return new StageResult(Figures(means, chosen));
            StageModel.SaveFinal(context, models[chosen].Generator, means[chosen], reason);
            EvaluationPage.Write(context.OutputFolder, $"Training with the preset {context.Preset.Name}", report, TrainedStages.Of(context));
            return new StageResult(Figures(means, chosen));
        }
        finally
        {
            foreach (var model in models.Values)
                model.Dispose();
        }
    }

    private static Dictionary<string, LoadedModel> Models(StageContext context, Device device)
    {
        var models = new Dictionary<string, LoadedModel> { [Gan] = StageModel.Load(context, StageRoles.Generator, device) };
        foreach (var role in new[] { StageRoles.Pretrained, StageRoles.Champion })
            if (context.Inputs.ContainsKey(role))
                models[role] = StageModel.Load(context, role, device);
        return models;
    }

    private List<Dictionary<string, PhotographScore>> Score(
        StageContext context, Dictionary<string, LoadedModel> models, PairStore heldOut, Device device, CancellationToken cancellationToken)
    {
        var scores = new List<Dictionary<string, PhotographScore>>();
        var stamps = HeldOutStamps.Read(context.HeldOutFolder);
        var monitor = new StageMonitor(context, Name, 0, (long)heldOut.Count * models.Count, cancellationToken);
        for (var i = 0; i < heldOut.Count; i++)
        {
            var pair = heldOut.Get(i);
            var damaged = Resample.Bilinear(pair.Damaged, pair.Original.Width, pair.Original.Height);
            var byModel = new Dictionary<string, PhotographScore>();
            foreach (var (name, model) in models)
            {
                var restored = Tiles(model, device).Restore(damaged, null, cancellationToken);
                byModel[name] = PhotographScore.Of(damaged, restored, pair.Original, stamps.GetValueOrDefault(pair.Name));
                monitor.StepDone(i * models.Count + byModel.Count, images: 1);
            }

            scores.Add(byModel);
        }

        return scores;
    }

    private static (string Chosen, string Reason) Choose(ModelChoice choice, Dictionary<string, PhotographScore> means)
    {
        if (!means.TryGetValue(Pretrained, out var pretrained))
            return (Gan, "The model is the generator it was given; there was no other to compare it with.");
        var gan = means[Gan];
        var figures = FormattableString.Invariant($"mean PSNR on the held-out photographs: GAN {gan.PsnrRestored:F2} dB, before the GAN {pretrained.PsnrRestored:F2} dB, damaged {gan.PsnrDamaged:F2} dB");
        if (choice == ModelChoice.Gan)
            return (Gan, $"The model is the GAN's generator, as the preset says ({figures}).");
        return pretrained.PsnrRestored > gan.PsnrRestored
            ? (Pretrained, $"The model is the generator from before the GAN, which scores higher ({figures}; these photographs also made the choice).")
            : (Gan, $"The model is the GAN's generator, which scores no lower than before the GAN ({figures}; these photographs also made the choice).");
    }

    private static List<EvaluatedPhotograph> Sample(
        StageContext context,
        LoadedModel model,
        string chosen,
        PairStore heldOut,
        List<Dictionary<string, PhotographScore>> scores,
        Device device,
        CancellationToken cancellationToken)
    {
        var folder = Path.Combine(context.OutputFolder, SampleGrid.Folder);
        var photographs = new List<EvaluatedPhotograph>();
        for (var i = 0; i < heldOut.Count; i++)
        {
            string? sample = null;
            if (i < context.Preset.Evaluate.Samples && !context.ScoresOnly)
            {
                var pair = heldOut.Get(i);
                var damaged = Resample.Bilinear(pair.Damaged, pair.Original.Width, pair.Original.Height);
                SampleGrid.Write(folder, i, damaged, Tiles(model, device).Restore(damaged, null, cancellationToken), pair.Original);
                sample = $"{SampleGrid.Folder}/{SampleGrid.FileName(i)}";
            }

            photographs.Add(new EvaluatedPhotograph(heldOut.NameOf(i), WithCandidate(scores[i], chosen), sample));
        }

        return photographs;
    }

    private static TiledGenerator Tiles(LoadedModel model, Device device)
    {
        model.Generator.eval();
        return new TiledGenerator(model.Generator, Generator.Stride, device, PhotographRestorer.OptionsFor(model.Card));
    }

    private static Dictionary<string, PhotographScore> WithCandidate(Dictionary<string, PhotographScore> scores, string chosen)
    {
        var all = new Dictionary<string, PhotographScore> { [Candidate] = scores[chosen] };
        foreach (var (model, score) in scores)
            all[model] = score;
        return all;
    }

    private static Dictionary<string, double> Figures(Dictionary<string, PhotographScore> means, string chosen)
    {
        var figures = means[chosen].ToDictionary();
        if (means.TryGetValue(StageRoles.Champion, out var champion))
            (figures["psnrChampion"], figures["ssimChampion"]) = (champion.PsnrRestored, champion.SsimRestored);
        return figures;
    }
}
