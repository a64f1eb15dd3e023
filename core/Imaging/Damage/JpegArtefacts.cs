using CloudRestore.Imaging.Native;
using NetVips;

namespace CloudRestore.Imaging.Damage;

/// <summary>
/// Writes the picture as JPEG with chroma at half resolution (4:2:0, as Pillow does) and reads it back. The quality of the first such step
/// in a list of steps is shared by the whole list (the lesson draws it on the picture too); later ones draw their own.
/// </summary>
public sealed record JpegArtefacts : IDamageStep
{
    /// <summary>The lowest quality that is drawn, 1 to 100. Default 10 (fast.ai course v3, lesson 7).</summary>
    public int MinQuality { get; init; } = 10;

    /// <summary>The highest quality that is drawn, from <see cref="MinQuality"/> to 100. Default 70.</summary>
    public int MaxQuality { get; init; } = 70;

    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, DamageContext context)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(context);
        using var pixels = VipsPixels.FromRgb(image);
        var file = pixels.JpegsaveBuffer(
            q: context.JpegQuality, subsampleMode: Enums.ForeignSubsample.On, keep: Enums.ForeignKeep.None);
        using var decoded = Image.JpegloadBuffer(file, access: Enums.Access.Sequential, failOn: Enums.FailOn.Warning);
        return VipsPixels.ToRgb(decoded);
    }

    /// <summary>Draws a quality.</summary>
    internal int Draw(SeededRandom random) => random.NextInt(MinQuality, MaxQuality);

    /// <inheritdoc/>
    public string? Invalid() => MinQuality >= 1 && MinQuality <= MaxQuality && MaxQuality <= 100
        ? null
        : $"The JPEG qualities must be 1 to 100, the lowest first, not {MinQuality} to {MaxQuality}.";
}
