using CloudRestore.Imaging;
using CloudRestore.Imaging.Quality;

namespace CloudRestore.Learning.Evaluation;

/// <summary>How near a damaged photograph and its restoration come to the original, at the original's size.</summary>
/// <param name="PsnrDamaged">Peak signal-to-noise ratio of the damaged photograph, enlarged bilinearly, in dB over RGB.</param>
/// <param name="PsnrRestored">That of the restored one.</param>
/// <param name="SsimDamaged">Structural similarity (Wang et al., 2004) of the damaged photograph, enlarged bilinearly.</param>
/// <param name="SsimRestored">That of the restored one.</param>
public sealed record PhotographScore(double PsnrDamaged, double PsnrRestored, double SsimDamaged, double SsimRestored)
{
    /// <summary>How much of the original's detail the restored one shows, see <see cref="Detail"/>; null when it has none.</summary>
    public double? Sharpness { get; init; }

    /// <summary>What is left of a stamped number or text; null when none shows, or it is not known where it was.</summary>
    public StampResidue? Residue { get; init; }

    /// <summary>Measures one photograph; all three pictures have one size of at least 11 x 11 pixels.</summary>
    /// <param name="damaged">The damaged one, enlarged bilinearly.</param>
    /// <param name="restored">The restored one.</param>
    /// <param name="original">The undamaged one.</param>
    /// <param name="stamp">Where a number or text was stamped, or null.</param>
    public static PhotographScore Of(RgbImage damaged, RgbImage restored, RgbImage original, StampRegion? stamp = null) => new(
        Finite(Psnr.Of(damaged, original)), Finite(Psnr.Of(restored, original)), Ssim.Of(damaged, original), Ssim.Of(restored, original))
    {
        Sharpness = Detail.Of(restored, original)?.Sharpness,
        Residue = stamp is null ? null : StampResidue.Of(stamp, restored, damaged, original),
    };

    /// <summary>The mean of each figure over the photographs that have it; of residues see <see cref="StampResidue.Mean"/>.</summary>
    /// <param name="scores">At least one.</param>
    public static PhotographScore Mean(IReadOnlyCollection<PhotographScore> scores) => new(
        scores.Average(s => s.PsnrDamaged), scores.Average(s => s.PsnrRestored), scores.Average(s => s.SsimDamaged), scores.Average(s => s.SsimRestored))
    {
        Sharpness = scores.Average(s => s.Sharpness),
        Residue = StampResidue.Mean([.. scores.Select(s => s.Residue).OfType<StampResidue>()]),
    };

    /// <summary>
    /// The figures under their names: <c>psnrDamaged</c>, <c>psnrRestored</c>, <c>ssimDamaged</c>, <c>ssimRestored</c>, and <c>sharpness</c> and the
    /// share <c>residue</c> where there is one.
    /// </summary>
    public Dictionary<string, double> ToDictionary()
    {
        var figures = new Dictionary<string, double>
        {
            ["psnrDamaged"] = PsnrDamaged,
            ["psnrRestored"] = PsnrRestored,
            ["ssimDamaged"] = SsimDamaged,
            ["ssimRestored"] = SsimRestored,
        };
        if (Sharpness is { } sharpness)
            figures["sharpness"] = sharpness;
        if (Residue is { } residue)
            figures["residue"] = residue.Share;
        return figures;
    }

    // Identical pictures have an infinite ratio, which JSON cannot hold and a mean cannot bear: 100 dB is beyond what 8 bits show.
    internal static double Finite(double psnr) => Math.Min(psnr, 100);
}
