using CloudRestore.Imaging.Quality;

namespace CloudRestore.Functions.Promoting;

/// <summary>The part of a stage's <c>evaluation.json</c> that decides about a promotion.</summary>
/// <param name="Photographs">The held-out photographs.</param>
internal sealed record EvaluationDocument(IReadOnlyList<EvaluatedPhotograph> Photographs)
{
    /// <summary>The file's name in the output folder of the evaluation.</summary>
    public const string FileName = "evaluation.json";

    /// <summary>The key of the model that the run would register.</summary>
    public const string Candidate = "candidate";

    /// <summary>The key of the champion.</summary>
    public const string Champion = "champion";
}

/// <summary>One held-out photograph.</summary>
/// <param name="Name">Its name in the dataset.</param>
/// <param name="Scores">How each model did on it, by <see cref="EvaluationDocument.Candidate"/> and others.</param>
internal sealed record EvaluatedPhotograph(string Name, IReadOnlyDictionary<string, PhotographScore> Scores);

/// <summary>How near a restored photograph comes to the original.</summary>
/// <param name="PsnrDamaged">PSNR of the damaged one, in dB.</param>
/// <param name="PsnrRestored">PSNR of the restored one, in dB.</param>
/// <param name="SsimDamaged">SSIM of the damaged one.</param>
/// <param name="SsimRestored">SSIM of the restored one.</param>
/// <param name="Sharpness">How much of the original's detail it shows, 1 for all; null if the original has none.</param>
/// <param name="Residue">What is left of a stamped number or text; null if none shows, or an earlier release evaluated.</param>
internal sealed record PhotographScore(
    double PsnrDamaged, double PsnrRestored, double SsimDamaged, double SsimRestored, double? Sharpness = null, StampResidue? Residue = null);
