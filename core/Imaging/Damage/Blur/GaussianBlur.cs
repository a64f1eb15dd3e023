namespace CloudRestore.Imaging.Damage.Blur;

/// <summary>
/// Blurs alike in all directions, or by two widths at an angle: a lens out of focus, a poor enlargement. Defaults are those of the first
/// order of Real-ESRGAN (Wang et al. 2021).
/// </summary>
public sealed record GaussianBlur : IDamageStep
{
    private const int LargestRadius = 30;

    /// <summary>The least standard deviation, 0 to 10 pixels. Default 0.2. At 0 the picture stays as it is.</summary>
    public double MinSigma { get; init; } = 0.2;

    /// <summary>The greatest standard deviation, from <see cref="MinSigma"/> to 10 pixels. Default 3.</summary>
    public double MaxSigma { get; init; } = 3;

    /// <summary>Whether the widths along and across the angle are drawn apart. Default false: alike in all directions.</summary>
    public bool Anisotropic { get; init; }

    /// <summary>The least angle of the first width, -180 to 180 degrees, counter-clockwise from the right. Default -90.</summary>
    public double MinAngle { get; init; } = -90;

    /// <summary>The greatest angle, from <see cref="MinAngle"/> to 180 degrees. Default 90.</summary>
    public double MaxAngle { get; init; } = 90;

    /// <summary>How the blur falls off: <c>gaussian</c> (default), <c>generalized</c> or <c>plateau</c>.</summary>
    public BlurProfile Profile { get; init; } = BlurProfile.Gaussian;

    /// <summary>The least exponent of a profile that has one, 0.2 to 8; half of the draws lie below 1. Default 0.5.</summary>
    public double MinBeta { get; init; } = 0.5;

    /// <summary>The greatest exponent, from <see cref="MinBeta"/> to 8. Default 4.</summary>
    public double MaxBeta { get; init; } = 4;

    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, DamageContext context)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(context);
        var random = context.Random;
        var along = random.NextDouble(MinSigma, MaxSigma);
        var across = Anisotropic ? random.NextDouble(MinSigma, MaxSigma) : along;
        var (sine, cosine) = ElementaryFunctions.SinCosOfDegrees(Anisotropic ? random.NextDouble(MinAngle, MaxAngle) : 0);
        var beta = Profile == BlurProfile.Gaussian ? 1 : DrawBeta(random);
        if (Math.Max(along, across) == 0)
            return image;
        (along, across) = (Math.Max(along, 0.01), Math.Max(across, 0.01));
        var radius = Math.Clamp((int)Math.Ceiling(3 * Math.Max(along, across)), 1, LargestRadius);
        return new Kernel(radius, Weight).Apply(image);

        double Weight(int x, int y)
        {
            // Rows count downwards, angles upwards.
            var u = ((x * cosine) - (y * sine)) / along;
            var v = ((x * sine) + (y * cosine)) / across;
            var q = ElementaryFunctions.Pow((u * u) + (v * v), beta);
            return Profile == BlurProfile.Plateau ? 1 / (1 + q) : ElementaryFunctions.Exp(Math.Max(-q / 2, -700));
        }
    }

    /// <inheritdoc/>
    public string? Invalid() =>
        ValueRange.Invalid("The blur's sigma", MinSigma, MaxSigma, 0, 10)
        ?? ValueRange.Invalid("The blur's angle", MinAngle, MaxAngle, -180, 180)
        ?? ValueRange.Invalid("The blur's beta", MinBeta, MaxBeta, 0.2, 8)
        ?? (Enum.IsDefined(Profile) ? null : "The blur's profile must be gaussian, generalized or plateau.");

    private double DrawBeta(SeededRandom random)
    {
        if (MinBeta >= 1 || MaxBeta <= 1)
            return random.NextDouble(MinBeta, MaxBeta);
        return random.NextDouble() < 0.5 ? random.NextDouble(MinBeta, 1) : random.NextDouble(1, MaxBeta);
    }
}
