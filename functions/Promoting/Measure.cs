using System.Globalization;
using CloudRestore.Core.Runs;

namespace CloudRestore.Functions.Promoting;

/// <summary>One way to tell which of two models is better. Pure.</summary>
/// <param name="Key">Its name in documents.</param>
/// <param name="Name">Its name in sentences.</param>
/// <param name="Unit">Its unit, or nothing.</param>
/// <param name="Format">How its numbers are written.</param>
/// <param name="Restored">What the restored photograph has of it; more is better. Null if it does not say.</param>
/// <param name="Damaged">What the damaged one has.</param>
/// <param name="Tolerance">How much less still counts as not worse.</param>
/// <param name="Whole">
/// What differences are a share of, or null. They are divided by its mean over all photographs, not by each one's own: a faint stamp, whose own
/// share is mostly chance, counts for little.
/// </param>
internal sealed record Measure(
    string Key,
    string Name,
    string Unit,
    string Format,
    Func<PhotographScore, double?> Restored,
    Func<PhotographScore, double?> Damaged,
    Func<PromotionOptions, double> Tolerance,
    Func<PhotographScore, double?>? Whole = null)
{
    private const ulong Seed = 42;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Measure> All { get; } =
    [
        new("psnr", "PSNR", "dB", "F2", score => score.PsnrRestored, score => score.PsnrDamaged, options => options.PsnrTolerance),
        new("ssim", "SSIM", "", "F4", score => score.SsimRestored, score => score.SsimDamaged, options => options.SsimTolerance),
        new("sharpness", "sharpness", "", "F3", score => score.Sharpness is { } sharpness ? -Math.Abs(1 - sharpness) : null, _ => null, options => options.SharpnessTolerance),
        new(
            "residue", "residue of stamps", "", "F3",
            score => -score.Residue?.Restored, score => -score.Residue?.Damaged, options => options.ResidueTolerance, score => score.Residue?.Damaged),
    ];

    /// <summary>How much better a model is than another, or than leaving the photographs damaged, over the photographs that say so.</summary>
    /// <param name="scored">The model's scores, each with the other's; null for the damaged photograph.</param>
    /// <param name="options">How the interval is found.</param>
    /// <returns>The mean and the ends of its interval; null if no photograph says so.</returns>
    public (double Mean, double Low, double High)? Compare(IReadOnlyList<(PhotographScore Own, PhotographScore? Other)> scored, PromotionOptions options)
    {
        var compared = scored
            .Select(pair => (pair.Own, Difference: Restored(pair.Own) - (pair.Other is { } other ? Restored(other) : Damaged(pair.Own))))
            .Where(pair => pair.Difference is not null).ToList();
        if (compared.Count == 0)
            return null;
        var whole = Whole is null ? 1 : compared.Average(pair => Whole(pair.Own)!.Value);
        List<double> differences = [.. compared.Select(pair => pair.Difference!.Value / whole)];
        return PairedBootstrap.Of(differences, options.Resamples, options.Confidence, Seed);
    }

    /// <summary>A difference in words.</summary>
    /// <param name="delta">The difference.</param>
    /// <param name="withInterval">Whether the interval decided.</param>
    public string Describe(PromotionDelta delta, bool withInterval)
    {
        var interval = withInterval ? $" (at least {Signed(delta.Low)}, {Text(-delta.Tolerance)} allowed)" : "";
        return $"{Name} {Signed(delta.Mean)}{(Unit.Length == 0 ? "" : $" {Unit}")}{interval}";
    }

    private string Signed(double value) => (value >= 0 ? "+" : "") + Text(value);

    private string Text(double value) => value.ToString(Format, CultureInfo.InvariantCulture);
}
