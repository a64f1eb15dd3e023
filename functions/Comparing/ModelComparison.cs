using CloudRestore.Core.Comparisons;
using CloudRestore.Core.Runs;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Promoting;
using CloudRestore.Imaging.Quality;

namespace CloudRestore.Functions.Comparing;

/// <summary>A model of a comparison.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Evaluation">How it did; itself is the candidate there.</param>
/// <param name="Training">What it was trained on.</param>
internal sealed record ComparedModel(string Version, EvaluationDocument Evaluation, TrainingSet Training);

/// <summary>Compares models by the held-out photographs that none of them was trained on. Pure.</summary>
internal static class ModelComparison
{
    /// <summary>Compares.</summary>
    /// <param name="models">At least two models; the others are compared with the first.</param>
    /// <param name="manifest">The photographs, by content.</param>
    /// <param name="options">How intervals are found.</param>
    /// <exception cref="PermanentFailureException">Too few photographs can judge.</exception>
    public static ComparisonResult Of(IReadOnlyList<ComparedModel> models, DatasetManifest manifest, PromotionOptions options)
    {
        var heldOut = manifest.Photographs.Where(photograph => photograph.Split == DatasetPhotograph.HeldOut).ToList();
        var scores = models.Select(model => model.Evaluation.Photographs
            .Where(photograph => photograph.Scores.ContainsKey(EvaluationDocument.Candidate))
            .ToDictionary(photograph => photograph.Name, photograph => photograph.Scores[EvaluationDocument.Candidate], StringComparer.Ordinal)).ToList();
        var judges = heldOut
            .Where(photograph => models.All(model => !model.Training.MayHold(photograph.Sha256)) && scores.All(scored => scored.ContainsKey(photograph.Name)))
            .Select(photograph => photograph.Name).ToList();
        if (judges.Count < HeldOutSplit.MinHeldOut)
            throw new PermanentFailureException(TooFew(models, judges.Count, heldOut.Count));

        var own = scores.Select(scored => judges.Select(name => scored[name]).ToList()).ToList();
        return new ComparisonResult
        {
            Photographs = judges.Count,
            LeftOut = heldOut.Count - judges.Count,
            Confidence = options.Confidence,
            PsnrDamaged = own[0].Average(score => score.PsnrDamaged),
            SsimDamaged = own[0].Average(score => score.SsimDamaged),
            Models = [.. models.Select((model, i) => new ModelScores(
                model.Version,
                own[i].Average(score => score.PsnrRestored),
                own[i].Average(score => score.SsimRestored),
                own[i].Average(score => score.Sharpness),
                StampResidue.Mean([.. own[i].Select(score => score.Residue).OfType<StampResidue>()])?.Share,
                i == 0 ? null : Differences(own[i], own[0], options)))],
        };
    }

    private static Dictionary<string, ScoreDifference> Differences(List<PhotographScore> own, List<PhotographScore> first, PromotionOptions options)
    {
        var pairs = own.Zip(first, (mine, other) => (mine, (PhotographScore?)other)).ToList();
        var differences = new Dictionary<string, ScoreDifference>();
        foreach (var measure in Measure.All)
        {
            if (measure.Compare(pairs, options) is var (mean, low, high))
                differences[measure.Key] = new ScoreDifference(mean, low, high);
        }

        return differences;
    }

    private static string TooFew(IReadOnlyList<ComparedModel> models, int judges, int heldOut)
    {
        var unknown = models.Where(model => !model.Training.IsKnown).Select(model => model.Version).Distinct().ToList();
        var why = unknown.Count > 0
            ? $"it is not known what {string.Join(" and ", unknown)} was trained on"
            : "a model or a parent was trained on the others, or they were not scored";
        return $"{judges} of {heldOut} held-out photographs can compare these models and {HeldOutSplit.MinHeldOut} are needed ({why}): name a dataset that none of them was trained on.";
    }
}
