using CloudRestore.Core.Runs;

namespace CloudRestore.Functions.Models;

/// <summary>Whether a model becomes champion, and why.</summary>
/// <param name="Promote">Whether.</param>
/// <param name="Reason">One sentence with the numbers.</param>
public sealed record PromotionVerdict(bool Promote, string Reason);

/// <summary>Decides about promotions from scores on the held-out photographs. Pure.</summary>
internal static class PromotionRule
{
    /// <summary>How much lower the mean PSNR may be and still count as not worse, in dB.</summary>
    public const double PsnrTolerance = 0.05;

    /// <summary>How much lower the mean SSIM may be and still count as not worse.</summary>
    public const double SsimTolerance = 0.002;

    /// <summary>Decides.</summary>
    /// <param name="policy">The run's policy.</param>
    /// <param name="metrics">The evaluation's means: <c>psnrRestored</c>, <c>ssimRestored</c>, <c>psnrDamaged</c>, <c>ssimDamaged</c>, and with a champion <c>psnrChampion</c> and <c>ssimChampion</c>.</param>
    /// <param name="champion">The champion that was evaluated beside the model, or null.</param>
    public static PromotionVerdict Decide(PromotionPolicy policy, IReadOnlyDictionary<string, double> metrics, string? champion)
    {
        switch (policy)
        {
            case PromotionPolicy.Always:
                return new(true, "Promoted as the run asked, whatever the scores.");
            case PromotionPolicy.Never:
                return new(false, "Registered only, as the run asked.");
            default:
                break;
        }

        var (against, psnr, ssim) = champion is null
            ? ("leaving the photographs damaged", Get(metrics, "psnrDamaged"), Get(metrics, "ssimDamaged"))
            : ($"the champion {champion}", Get(metrics, "psnrChampion"), Get(metrics, "ssimChampion"));
        var (ownPsnr, ownSsim) = (Get(metrics, "psnrRestored"), Get(metrics, "ssimRestored"));

        // A score that is missing or not a number compares as false, so it never promotes.
        var promote = ownPsnr >= psnr - PsnrTolerance && ownSsim >= ssim - SsimTolerance;
        var figures = FormattableString.Invariant($"{ownPsnr:F2} dB and SSIM {ownSsim:F4} against {psnr:F2} dB and {ssim:F4} on the held-out photographs");
        if (promote && (ownPsnr < psnr || ownSsim < ssim))
            figures += FormattableString.Invariant($"; {PsnrTolerance} dB and SSIM {SsimTolerance} less still count as not worse");
        return new(promote, promote ? $"Not worse than {against}: {figures}." : $"Worse than {against}: {figures}.");
    }

    private static double Get(IReadOnlyDictionary<string, double> metrics, string name) => metrics.GetValueOrDefault(name, double.NaN);
}
