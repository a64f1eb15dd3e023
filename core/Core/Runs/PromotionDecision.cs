namespace CloudRestore.Core.Runs;

/// <summary><c>runs/{run}/decision.json</c>: whether the model of a run became champion, and the numbers behind it.</summary>
public sealed record PromotionDecision
{
    /// <summary>Whether it became champion; before a person has approved, whether it may.</summary>
    public required bool Promoted { get; init; }

    /// <summary>Why: one sentence with the numbers.</summary>
    public required string Reason { get; init; }

    /// <summary>The champion that it was compared with; null if it was compared with leaving the photographs damaged.</summary>
    public string? Against { get; init; }

    /// <summary>The photographs that judged: held out, and trained on by neither model.</summary>
    public int Photographs { get; init; }

    /// <summary>Held-out photographs that did not judge, because the champion or a parent was trained on them or may have been.</summary>
    public int LeftOut { get; init; }

    /// <summary>The differences by measure: <c>psnr</c> in dB, <c>ssim</c>, and <c>sharpness</c> and <c>residue</c> where both models have it. Positive is better.</summary>
    public IReadOnlyDictionary<string, PromotionDelta> Deltas { get; init; } = new Dictionary<string, PromotionDelta>();
}

/// <summary>How much better a model is than the champion by one measure, over the photographs that judged.</summary>
/// <param name="Mean">The mean difference; positive is better.</param>
/// <param name="Low">The lower end of the interval of its bootstrap.</param>
/// <param name="High">The upper end.</param>
/// <param name="Tolerance">How far below zero still counts as not worse.</param>
/// <param name="NotWorse">Whether it does.</param>
public sealed record PromotionDelta(double Mean, double Low, double High, double Tolerance, bool NotWorse);
