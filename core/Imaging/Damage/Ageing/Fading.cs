namespace CloudRestore.Imaging.Damage.Ageing;

/// <summary>
/// A print that has lain in the light: less contrast, blacks that are no longer black, paler colours, a yellow to brown cast. One of the
/// kinds of damage of Wan et al. 2020 (Bringing Old Photos Back to Life); the ranges are ours.
/// </summary>
public sealed record Fading : IDamageStep
{
    // What is left of red, green and blue at the full cast: the brown of a sepia print.
    private static readonly double[] Sepia = [1.0, 0.84, 0.58];

    /// <summary>The least contrast that is left, 0 to 1. Default 0.45.</summary>
    public double MinContrast { get; init; } = 0.45;

    /// <summary>The most contrast that is left, from <see cref="MinContrast"/> to 1. Default 0.9.</summary>
    public double MaxContrast { get; init; } = 0.9;

    /// <summary>The least share of the lost contrast that lifts the blacks, 0 to 1; the rest darkens the whites. Default 0.4.</summary>
    public double MinLift { get; init; } = 0.4;

    /// <summary>The greatest such share, from <see cref="MinLift"/> to 1. Default 0.9.</summary>
    public double MaxLift { get; init; } = 0.9;

    /// <summary>The least loss of colour, 0 to 1 (grey). Default 0.1.</summary>
    public double MinPaleness { get; init; } = 0.1;

    /// <summary>The greatest loss of colour, from <see cref="MinPaleness"/> to 1. Default 0.9.</summary>
    public double MaxPaleness { get; init; } = 0.9;

    /// <summary>The least yellow to brown cast, 0 to 1 (sepia). Default 0.</summary>
    public double MinCast { get; init; }

    /// <summary>The greatest cast, from <see cref="MinCast"/> to 1. Default 0.8.</summary>
    public double MaxCast { get; init; } = 0.8;

    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, DamageContext context)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(context);
        var random = context.Random;
        var contrast = random.NextDouble(MinContrast, MaxContrast);
        var black = 255 * (1 - contrast) * random.NextDouble(MinLift, MaxLift);
        var paleness = random.NextDouble(MinPaleness, MaxPaleness);
        var cast = random.NextDouble(MinCast, MaxCast);
        double[] left = [.. Sepia.Select(share => 1 - (cast * (1 - share)))];
        var faded = image.Clone();
        for (var at = 0; at < faded.Pixels.Length; at += RgbImage.Channels)
        {
            var pixel = faded.Pixels.AsSpan(at, RgbImage.Channels);
            var luma = Luma.Of(pixel[0], pixel[1], pixel[2]);
            for (var channel = 0; channel < RgbImage.Channels; channel++)
            {
                var pale = pixel[channel] + (paleness * (luma - pixel[channel]));
                pixel[channel] = (byte)((left[channel] * (black + (contrast * pale))) + 0.5);
            }
        }

        return faded;
    }

    /// <inheritdoc/>
    public string? Invalid() =>
        ValueRange.Invalid("The contrast that fading leaves", MinContrast, MaxContrast, 0, 1)
        ?? ValueRange.Invalid("The lift of faded blacks", MinLift, MaxLift, 0, 1)
        ?? ValueRange.Invalid("The paleness", MinPaleness, MaxPaleness, 0, 1)
        ?? ValueRange.Invalid("The cast", MinCast, MaxCast, 0, 1);
}
