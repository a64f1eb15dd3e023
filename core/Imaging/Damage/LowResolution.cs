using CloudRestore.Imaging.Resampling;

namespace CloudRestore.Imaging.Damage;

/// <summary>Shrinks a picture with an antialiased bilinear filter. One that is already as small stays as it is.</summary>
public sealed record LowResolution : IDamageStep
{
    /// <summary>Pixels of the shorter side afterwards, 8 to 4096. Default 96 (fast.ai course v3, lesson 7).</summary>
    public int ShorterSide { get; init; } = 96;

    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, DamageContext context)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (Math.Min(image.Width, image.Height) <= ShorterSide)
            return image;
        var (width, height) = Resample.ShorterSide(image.Width, image.Height, ShorterSide);
        return Resample.Bilinear(image, width, height);
    }

    /// <inheritdoc/>
    public string? Invalid() => ShorterSide is >= 8 and <= 4096 ? null : $"The shorter side must be 8 to 4096 pixels, not {ShorterSide}.";
}
