namespace CloudRestore.Core.Comparisons;

/// <summary>How models did on the same photographs.</summary>
public sealed record ComparisonResult
{
    /// <summary>The photographs that judged: held out, and trained on by none of the models.</summary>
    public required int Photographs { get; init; }

    /// <summary>Held-out photographs that did not judge, because a model or a parent of it was trained on them or may have been.</summary>
    public required int LeftOut { get; init; }

    /// <summary>How sure each end of an interval is, of one side.</summary>
    public required double Confidence { get; init; }

    /// <summary>The mean PSNR of the damaged photographs, enlarged bilinearly, in dB.</summary>
    public required double PsnrDamaged { get; init; }

    /// <summary>Their mean SSIM.</summary>
    public required double SsimDamaged { get; init; }

    /// <summary>The models, in the order of the request.</summary>
    public required IReadOnlyList<ModelScores> Models { get; init; }
}

/// <summary>How one model did.</summary>
/// <param name="Model">Its version.</param>
/// <param name="Psnr">Mean PSNR in dB.</param>
/// <param name="Ssim">Mean SSIM.</param>
/// <param name="Sharpness">Mean share of the originals' detail that it shows, 1 for all; null if no photograph has any.</param>
/// <param name="Residue">The share of stamped numbers and texts that is left, 0 for none; null if none shows.</param>
/// <param name="Differences">
/// How much better it is than the first model, by measure: <c>psnr</c> in dB, <c>ssim</c>, and, where both models have them, <c>sharpness</c> (nearer to 1) and
/// <c>residue</c> (less of it). Positive is better. Null for the first.
/// </param>
public sealed record ModelScores(
    string Model, double Psnr, double Ssim, double? Sharpness, double? Residue, IReadOnlyDictionary<string, ScoreDifference>? Differences);

/// <summary>A mean difference over pairs of photographs, with the interval of its bootstrap.</summary>
/// <param name="Mean">The mean; positive is better.</param>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public sealed record ScoreDifference(double Mean, double Low, double High);
