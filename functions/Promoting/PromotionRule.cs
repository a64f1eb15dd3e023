using CloudRestore.Core.Runs;

namespace CloudRestore.Functions.Promoting;

/// <summary>
/// Decides about promotions. Against a champion, the lower end of each difference's interval must be above minus the tolerance; the first
/// model has none to displace, and its means must not be worse than leaving the photographs damaged.
/// </summary>
internal static class PromotionRule
{
    /// <summary>Decides.</summary>
    /// <param name="policy">The run's policy.</param>
    /// <param name="evidence">The scores; null if the evaluation left none.</param>
    /// <param name="options">What "not worse" means.</param>
    public static PromotionDecision Decide(PromotionPolicy policy, PromotionEvidence? evidence, PromotionOptions options)
    {
        var scored = evidence?.Judges.Select(photograph => Pair(photograph, evidence.Champion)).OfType<(PhotographScore Own, PhotographScore? Other)>().ToList() ?? [];
        var deltas = Measure.All.Select(measure => (measure, delta: Compare(measure, scored, options)))
            .Where(found => found.delta is not null).ToDictionary(found => found.measure, found => found.delta!);
        var (promoted, reason) = policy switch
        {
            PromotionPolicy.Always => (true, "Promoted as the run asked, whatever the scores."),
            PromotionPolicy.Never => (false, "Registered only, as the run asked."),
            _ => Verdict(evidence, scored.Count, deltas, options),
        };
        return new PromotionDecision
        {
            Promoted = promoted,
            Reason = reason,
            Against = evidence?.Champion,
            Photographs = scored.Count,
            LeftOut = (evidence?.HeldOut ?? 0) - scored.Count,
            Deltas = deltas.ToDictionary(entry => entry.Key.Key, entry => entry.Value),
        };
    }

    private static (bool Promoted, string Reason) Verdict(
        PromotionEvidence? evidence, int judges, Dictionary<Measure, PromotionDelta> deltas, PromotionOptions options)
    {
        if (evidence is null)
            return (false, "Not promoted: the evaluation left no scores of single photographs.");
        if (judges < (evidence.Champion is null ? HeldOutSplit.MinHeldOut : options.MinPhotographs))
            return (false, TooFew(evidence, judges, options));
        var promoted = deltas.Values.All(delta => delta.NotWorse);
        var against = evidence.Champion is { } champion
            ? $"the champion {champion} on {judges} photographs that neither was trained on"
            : $"leaving {judges} held-out photographs damaged";
        var figures = string.Join(", ", deltas.Select(entry => entry.Key.Describe(entry.Value, evidence.Champion is not null)));
        return (promoted, $"{(promoted ? "Not worse" : "Worse, or not surely no worse,")} than {against}: {figures}.");
    }

    private static string TooFew(PromotionEvidence evidence, int judges, PromotionOptions options)
    {
        var why = evidence.Champion is not { } champion ? "the others were trained on or not scored"
            : evidence.IsChampionKnown ? $"{champion}, the model or a parent was trained on the others, or they were not scored"
            : $"it is not known what {champion} was trained on";
        var needed = evidence.Champion is null ? HeldOutSplit.MinHeldOut : options.MinPhotographs;
        return $"Not promoted: {judges} of {evidence.HeldOut} held-out photographs can judge it and {needed} are needed ({why}); POST /api/models/{{version}}/promote promotes it all the same.";
    }

    private static (PhotographScore Own, PhotographScore? Other)? Pair(EvaluatedPhotograph photograph, string? champion)
    {
        var own = photograph.Scores.GetValueOrDefault(EvaluationDocument.Candidate);
        var other = photograph.Scores.GetValueOrDefault(EvaluationDocument.Champion);
        return own is null || (champion is not null && other is null) ? null : (own, champion is null ? null : other);
    }

    private static PromotionDelta? Compare(Measure measure, List<(PhotographScore Own, PhotographScore? Other)> scored, PromotionOptions options)
    {
        if (measure.Compare(scored, options) is not var (mean, low, high))
            return null;
        var tolerance = measure.Tolerance(options);

        // A score that is not a number compares as false, so it never promotes.
        var notWorse = (scored[0].Other is null ? mean : low) >= -tolerance;
        return new PromotionDelta(mean, low, high, tolerance, notWorse);
    }
}
