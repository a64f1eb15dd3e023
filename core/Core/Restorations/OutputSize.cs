using System.Globalization;

namespace CloudRestore.Core.Restorations;

/// <summary>
/// The size a photograph is resampled to before it is restored: its shorter side in pixels, a factor, or as it is. At most one is set.
/// </summary>
/// <param name="ShorterSide">The shorter side in pixels, 16 to 10,000, or null.</param>
/// <param name="Scale">A factor, 0.1 to 8, or null.</param>
public sealed record OutputSize(int? ShorterSide = null, double? Scale = null)
{
    /// <summary>As the photograph is.</summary>
    public static OutputSize Same { get; } = new();

    /// <summary>One sentence that says what is wrong, or null.</summary>
    public string? Problem() => this switch
    {
        { ShorterSide: not null, Scale: not null } => "Give either a size or a scale, not both.",
        { ShorterSide: < 16 or > 10_000 } => $"The size {ShorterSide} is out of range: the shorter side must have 16 to 10000 pixels.",
        { Scale: { } scale } when !(scale is >= 0.1 and <= 8) => $"The scale {scale.ToString(CultureInfo.InvariantCulture)} is out of range: use 0.1 to 8.",
        _ => null,
    };

    /// <summary>Reads the two as they come in metadata, query strings and options.</summary>
    /// <param name="size">The shorter side in pixels, or null or empty.</param>
    /// <param name="scale">The factor with a decimal point, or null or empty.</param>
    /// <param name="result">The size, when the texts are in range.</param>
    /// <returns>One sentence that says what is wrong, or null.</returns>
    public static string? Read(string? size, string? scale, out OutputSize result)
    {
        result = Same;
        int? shorterSide = null;
        double? factor = null;
        if (!string.IsNullOrEmpty(size))
        {
            if (!int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels))
                return $"The size '{Naming.Printable.Shorten(size, 20)}' is not a whole number of pixels.";
            shorterSide = pixels;
        }

        if (!string.IsNullOrEmpty(scale))
        {
            if (!double.TryParse(scale, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var parsed))
                return $"The scale '{Naming.Printable.Shorten(scale, 20)}' is not a number such as 2 or 1.5.";
            factor = parsed;
        }

        result = new OutputSize(shorterSide, factor);
        return result.Problem();
    }
}
