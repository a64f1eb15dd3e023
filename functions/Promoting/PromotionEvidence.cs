using CloudRestore.Core.Runs;

namespace CloudRestore.Functions.Promoting;

/// <summary>What a model is judged by.</summary>
/// <param name="Champion">The champion that was evaluated beside it, or null.</param>
/// <param name="Judges">Scores on the held-out photographs that neither model was trained on.</param>
/// <param name="HeldOut">All held-out photographs that were scored.</param>
/// <param name="IsChampionKnown">Whether it is known what the champion was trained on.</param>
internal sealed record PromotionEvidence(
    string? Champion, IReadOnlyList<EvaluatedPhotograph> Judges, int HeldOut, bool IsChampionKnown)
{
    /// <summary>Chooses the judges. Pure.</summary>
    /// <param name="evaluation">What the evaluation scored.</param>
    /// <param name="manifest">The photographs of the run, by content.</param>
    /// <param name="champion">The champion, or null.</param>
    /// <param name="candidateTraining">What the model was trained on.</param>
    /// <param name="championTraining">What the champion was trained on; null if there is none.</param>
    public static PromotionEvidence Of(
        EvaluationDocument evaluation, DatasetManifest manifest, string? champion, TrainingSet candidateTraining, TrainingSet? championTraining)
    {
        var hashes = manifest.Photographs.Where(photograph => photograph.Split == DatasetPhotograph.HeldOut)
            .ToDictionary(photograph => photograph.Name, photograph => photograph.Sha256, StringComparer.Ordinal);
        var judges = evaluation.Photographs.Where(photograph =>
            hashes.TryGetValue(photograph.Name, out var hash)
            && !candidateTraining.MayHold(hash)
            && championTraining?.MayHold(hash) != true);
        return new PromotionEvidence(champion, [.. judges], evaluation.Photographs.Count, championTraining?.IsKnown != false);
    }
}
