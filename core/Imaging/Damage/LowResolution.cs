using System.Text.Json.Serialization;
using CloudRestore.Imaging.Resampling;

namespace CloudRestore.Imaging.Damage;

/// <summary>Shrinks a picture with an antialiased bilinear filter. One that is already as small stays as it is.</summary>
public sealed record LowResolution : IDamageStep
{
    /// <summary>Pixels of the shorter side afterwards, 8 to 4096. Default 96 (fast.ai course v3, lesson 7).</summary>
    public int ShorterSide { get; init; } = 96;

    /// <summary>
    /// When given, the shorter side is drawn from <see cref="ShorterSide"/> to this, at most 4096; each number of pixels is equally likely.
    /// Default null: <see cref="ShorterSide"/> always.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxShorterSide { get; init; }

    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, DamageContext context)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(context);
        var side = MaxShorterSide is { } most ? context.Random.NextInt(ShorterSide, most) : ShorterSide;
        if (Math.Min(image.Width, image.Height) <= side)
            return image;
        var (width, height) = Resample.ShorterSide(image.Width, image.Height, side);
        return Resample.Bilinear(image, width, height);
    }

    /// <inheritdoc/>
    public string? Invalid() => (ShorterSide, MaxShorterSide) switch
    {
        ( < 8 or > 4096, _) => $"The shorter side must be 8 to 4096 pixels, not {ShorterSide}.",
        (_, { } most) when most < ShorterSide || most > 4096 => $"The greatest shorter side must be {ShorterSide} to 4096 pixels, not {most}.",
        _ => null,
    };
}
