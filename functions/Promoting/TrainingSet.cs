using CloudRestore.Core.Runs;

namespace CloudRestore.Functions.Promoting;

/// <summary>What is known of the photographs that a model, or a parent of it, was trained on. Pure.</summary>
/// <param name="Hashes">SHA-256 of those that certainly were.</param>
/// <param name="IsTenthSpared">Whether others may have been, but none of the tenth that <see cref="HeldOutSplit.IsLow"/> names.</param>
/// <param name="IsKnown">Whether anything is known; otherwise any photograph may have been.</param>
internal sealed record TrainingSet(IReadOnlySet<string> Hashes, bool IsTenthSpared = false, bool IsKnown = true)
{
    /// <summary>Nothing is known.</summary>
    public static TrainingSet Unknown { get; } = new(new HashSet<string>(), IsKnown: false);

    /// <summary>It was never trained on a photograph of the tenth that the split holds out of every larger dataset.</summary>
    public static TrainingSet SparesTheTenth { get; } = new(new HashSet<string>(), IsTenthSpared: true);

    /// <summary>Whether a photograph was, or may have been, trained on.</summary>
    public bool MayHold(string hash) => !IsKnown || Hashes.Contains(hash) || (IsTenthSpared && !HeldOutSplit.IsLow(hash));

    /// <summary>This and that of the model that training started from.</summary>
    public TrainingSet With(TrainingSet parent) =>
        new(Hashes.Concat(parent.Hashes).ToHashSet(StringComparer.Ordinal), IsTenthSpared || parent.IsTenthSpared, IsKnown && parent.IsKnown);
}
