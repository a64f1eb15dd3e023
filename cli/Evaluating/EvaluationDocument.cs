using System.Text.Json.Serialization;
using CloudRestore.Learning.Evaluation;

namespace CloudRestore.Cli.Evaluating;

/// <summary>What an evaluation measured: the document that <c>evaluate --json</c> prints. Figures are rounded to six places.</summary>
internal sealed record EvaluationDocument
{
    /// <summary>The folder of the model that was measured, as it was given.</summary>
    public required string Model { get; init; }

    /// <summary>The damage recipe.</summary>
    public required string Recipe { get; init; }

    /// <summary>The seed of the damage.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The shorter side of the restored photographs, in pixels; smaller photographs keep theirs.</summary>
    public required int Size { get; init; }

    /// <summary>The means over all photographs.</summary>
    public required ModelFigures Mean { get; init; }

    /// <summary>The photographs, by name.</summary>
    public required IReadOnlyList<ModelFigures> Photographs { get; init; }

    /// <summary>What the model is compared with: bilinear and bicubic enlargement, and the other models.</summary>
    public required IReadOnlyList<Peer> Peers { get; init; }

    /// <summary>What the model does to undamaged photographs; absent if that was not asked for.</summary>
    public CleanFigures? Clean { get; init; }

    /// <summary>How long the model takes for each million pixels of output, in seconds.</summary>
    public required double SecondsPerMegapixel { get; init; }

    /// <summary>The files that could not be used.</summary>
    public required IReadOnlyList<RefusedPhotograph> Refused { get; init; }
}

/// <summary>Figures of the model. See <see cref="RestorationQuality"/> for the measures and their units.</summary>
/// <param name="Name">The photograph; absent in means.</param>
/// <param name="PsnrDamaged">PSNR of the damaged photograph, enlarged bilinearly, in dB over RGB.</param>
/// <param name="PsnrRestored">PSNR of the restored one.</param>
/// <param name="SsimDamaged">SSIM of the damaged photograph.</param>
/// <param name="SsimRestored">SSIM of the restored one.</param>
/// <param name="Sharpness">The share of the original's detail that the restored one shows; absent if the original has none.</param>
/// <param name="SharpnessDamaged">The same of the damaged one.</param>
/// <param name="Noise">The energy of detail that the original does not have, relative to that of its own.</param>
/// <param name="Residue">The share of a stamped number or text that is left; absent if none shows.</param>
internal sealed record ModelFigures(
    string? Name,
    double PsnrDamaged,
    double PsnrRestored,
    double SsimDamaged,
    double SsimRestored,
    double? Sharpness,
    double? SharpnessDamaged,
    double? Noise,
    double? Residue)
{
    /// <summary>How much nearer the restored photograph is than the damaged one, in dB of PSNR.</summary>
    [JsonIgnore]
    public double Gain => PsnrRestored - PsnrDamaged;

    /// <summary>The figures of one photograph, or of all.</summary>
    public static ModelFigures Of(string? name, RestorationQuality damaged, RestorationQuality restored) => new(
        name,
        Rounded.Value(damaged.Psnr),
        Rounded.Value(restored.Psnr),
        Rounded.Value(damaged.Ssim),
        Rounded.Value(restored.Ssim),
        Rounded.Value(restored.Detail?.Sharpness),
        Rounded.Value(damaged.Detail?.Sharpness),
        Rounded.Value(restored.Detail?.Noise),
        Rounded.Value(restored.Residue?.Share));
}

/// <summary>Something the model is compared with.</summary>
/// <param name="Name"><c>bilinear</c>, <c>bicubic</c>, or a model's folder as it was given, with <c> (fast)</c> after it where it is computed in bytes.</param>
/// <param name="Mean">Its means.</param>
/// <param name="Photographs">Its figures for each photograph.</param>
/// <param name="SecondsPerMegapixel">How long a model takes; absent for the others.</param>
internal sealed record Peer(string Name, PeerFigures Mean, IReadOnlyList<PeerFigures> Photographs, double? SecondsPerMegapixel);

/// <summary>Figures of a peer, in the units of <see cref="ModelFigures"/>.</summary>
internal sealed record PeerFigures(string? Name, double Psnr, double Ssim, double? Sharpness, double? Noise, double? Residue)
{
    /// <summary>The figures of one photograph, or of all.</summary>
    public static PeerFigures Of(string? name, RestorationQuality quality) => new(
        name,
        Rounded.Value(quality.Psnr),
        Rounded.Value(quality.Ssim),
        Rounded.Value(quality.Detail?.Sharpness),
        Rounded.Value(quality.Detail?.Noise),
        Rounded.Value(quality.Residue?.Share));
}

/// <summary>What the model does to undamaged photographs, on average.</summary>
/// <param name="Psnr">PSNR of its answer in dB over RGB, 100 if it changes nothing.</param>
/// <param name="ColourShift">Mean change of red, green and blue in levels of 0 to 255.</param>
internal sealed record CleanFigures(double Psnr, IReadOnlyList<double> ColourShift)
{
    /// <summary>The figures.</summary>
    public static CleanFigures Of(CleanQuality quality) => new(Rounded.Value(quality.Psnr), [.. quality.ColourShift.Select(Rounded.Value)]);
}

/// <summary>A file that could not be used.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Reason">Why, in one sentence.</param>
internal sealed record RefusedPhotograph(string Name, string Reason);
