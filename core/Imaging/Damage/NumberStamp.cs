using System.Globalization;
using System.Text.Json.Serialization;

namespace CloudRestore.Imaging.Damage;

/// <summary>
/// Draws the JPEG quality as a white number, its top left corner anywhere in the upper left quarter (fast.ai course v3, lesson 7).
/// What lies beyond the edge is cut off.
/// </summary>
public sealed record NumberStamp : IOverlay
{
    private const byte White = 255;
    private const int MostCopies = 100;

    /// <summary>
    /// Up to so many more of the same number, 0 to 100, anywhere in the picture: training sees more of them so. Default 0, as the lesson.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Copies { get; init; }

    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, DamageContext context)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(context);
        var stamped = image.Clone();
        Write(stamped, context.JpegQuality, context.Random.NextInt(0, image.Width / 2), context.Random.NextInt(0, image.Height / 2));
        if (Copies > 0)
        {
            for (var copies = context.Random.NextInt(0, Copies); copies > 0; copies--)
                Write(stamped, context.JpegQuality, context.Random.NextInt(0, image.Width - 1), context.Random.NextInt(0, image.Height - 1));
        }

        return stamped;
    }

    /// <inheritdoc/>
    public string? Invalid() => ValueRange.Invalid("The copies of a number", Copies, 0, MostCopies);

    private static void Write(RgbImage image, int number, int left, int top)
    {
        foreach (var digit in number.ToString(CultureInfo.InvariantCulture))
        {
            foreach (var (x, y) in DigitGlyphs.Pixels(digit - '0'))
                Dot(image, left + x, top + DigitGlyphs.Ascent + y);
            left += DigitGlyphs.Advance;
        }
    }

    private static void Dot(RgbImage image, int x, int y)
    {
        if (x < image.Width && y < image.Height)
            image.Pixels.AsSpan(((y * image.Width) + x) * RgbImage.Channels, RgbImage.Channels).Fill(White);
    }
}
