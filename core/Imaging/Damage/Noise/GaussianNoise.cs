namespace CloudRestore.Imaging.Damage.Noise;

/// <summary>Adds normally distributed noise: a hot sensor, grain. Defaults are those of the first order of Real-ESRGAN (Wang et al. 2021).</summary>
public sealed record GaussianNoise : IDamageStep
{
    /// <summary>The least standard deviation, 0 to 100 of 255 levels. Default 1. At 0 the picture stays as it is.</summary>
    public double MinSigma { get; init; } = 1;

    /// <summary>The greatest standard deviation, from <see cref="MinSigma"/> to 100. Default 30.</summary>
    public double MaxSigma { get; init; } = 30;

    /// <summary>How often the noise is grey, the same in all channels, 0 to 1. Default 0.4.</summary>
    public double GreyShare { get; init; } = 0.4;

    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, DamageContext context)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(context);
        var random = context.Random;
        var sigma = random.NextDouble(MinSigma, MaxSigma);
        var grey = random.NextDouble() < GreyShare;
        return sigma == 0 ? image : AdditiveNoise.Apply(image, grey, _ => sigma * random.NextGaussian());
    }

    /// <inheritdoc/>
    public string? Invalid() =>
        ValueRange.Invalid("The noise's sigma", MinSigma, MaxSigma, 0, 100) ?? ValueRange.InvalidShare("The share of grey noise", GreyShare);
}
