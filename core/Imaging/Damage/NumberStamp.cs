using System.Globalization;

namespace CloudRestore.Imaging.Damage;

/// <summary>
/// Draws the JPEG quality as a white number, its top left corner anywhere in the upper left quarter (fast.ai course v3, lesson 7).
/// What lies beyond the edge is cut off.
/// </summary>
public sealed record NumberStamp : IOverlay
{
    private const byte White = 255;

    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, DamageContext context)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(context);
        var left = context.Random.NextInt(0, image.Width / 2);
        var top = context.Random.NextInt(0, image.Height / 2) + DigitGlyphs.Ascent;
        var stamped = image.Clone();
        foreach (var digit in context.JpegQuality.ToString(CultureInfo.InvariantCulture))
        {
            foreach (var (x, y) in DigitGlyphs.Pixels(digit - '0'))
                Dot(stamped, left + x, top + y);
            left += DigitGlyphs.Advance;
        }

        return stamped;
    }

    /// <inheritdoc/>
    public string? Invalid() => null;

    private static void Dot(RgbImage image, int x, int y)
    {
        if (x < image.Width && y < image.Height)
            image.Pixels.AsSpan(((y * image.Width) + x) * RgbImage.Channels, RgbImage.Channels).Fill(White);
    }
}
