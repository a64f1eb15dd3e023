using CloudRestore.Imaging;
using CloudRestore.Imaging.Quality;

namespace CloudRestore.Learning.Evaluation;

/// <summary>How good one restoration of a photograph is, or several on average.</summary>
/// <param name="Psnr">Peak signal-to-noise ratio in dB over RGB, at most 100.</param>
/// <param name="Ssim">Structural similarity (Wang et al., 2004), at most 1.</param>
/// <param name="Detail">How sharp it is; null when the photograph has no detail.</param>
/// <param name="Residue">What is left of a stamp; null when there is none that shows.</param>
public sealed record RestorationQuality(double Psnr, double Ssim, Detail? Detail, StampResidue? Residue)
{
    /// <summary>Measures a restored picture.</summary>
    /// <param name="photograph">The photograph.</param>
    /// <param name="restored">What became of <see cref="BenchmarkPhotograph.Damaged"/>, at the same size.</param>
    public static RestorationQuality Of(BenchmarkPhotograph photograph, RgbImage restored)
    {
        ArgumentNullException.ThrowIfNull(photograph);
        var original = photograph.Original;
        return new RestorationQuality(
            PhotographScore.Finite(Imaging.Quality.Psnr.Of(restored, original)),
            Imaging.Quality.Ssim.Of(restored, original),
            Imaging.Quality.Detail.Of(restored, original),
            photograph.Stamp is { } stamp ? StampResidue.Of(stamp, restored, photograph.Damaged, original) : null);
    }

    /// <summary>The mean of each figure over the photographs that have it; of residues see <see cref="StampResidue.Mean"/>.</summary>
    /// <param name="qualities">At least one.</param>
    public static RestorationQuality Mean(IReadOnlyCollection<RestorationQuality> qualities)
    {
        var details = qualities.Select(quality => quality.Detail).OfType<Detail>().ToList();
        return new RestorationQuality(
            qualities.Average(quality => quality.Psnr),
            qualities.Average(quality => quality.Ssim),
            details.Count == 0 ? null : new Detail(details.Average(detail => detail.Sharpness), details.Average(detail => detail.Noise)),
            StampResidue.Mean([.. qualities.Select(quality => quality.Residue).OfType<StampResidue>()]));
    }
}
