namespace CloudRestore.Imaging.Damage.Noise;

/// <summary>
/// Adds the noise of counted light, which grows with the root of the brightness. At scale 1 every level of 255 is one photon. Defaults are
/// those of the first order of Real-ESRGAN (Wang et al. 2021), which takes nearly the same levels for a photograph.
/// </summary>
public sealed record PoissonNoise : IDamageStep
{
    /// <summary>The least factor on the noise, 0 to 10. Default 0.05. At 0 the picture stays as it is.</summary>
    public double MinScale { get; init; } = 0.05;

    /// <summary>The greatest factor on the noise, from <see cref="MinScale"/> to 10. Default 3.</summary>
    public double MaxScale { get; init; } = 3;

    /// <summary>How often the noise is grey, that of the pixel's luma in all channels, 0 to 1. Default 0.4.</summary>
    public double GreyShare { get; init; } = 0.4;

    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, DamageContext context)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(context);
        var random = context.Random;
        var scale = random.NextDouble(MinScale, MaxScale);
        var grey = random.NextDouble() < GreyShare;
        return scale == 0 ? image : AdditiveNoise.Apply(image, grey, level => scale * (PoissonCounts.Draw(level, random) - level));
    }

    /// <inheritdoc/>
    public string? Invalid() =>
        ValueRange.Invalid("The noise's scale", MinScale, MaxScale, 0, 10) ?? ValueRange.InvalidShare("The share of grey noise", GreyShare);
}
