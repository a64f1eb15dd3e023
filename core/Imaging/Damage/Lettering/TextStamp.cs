namespace CloudRestore.Imaging.Damage.Lettering;

/// <summary>
/// Writes numbers and words onto the picture, in pens thin to bold, upright or slanted, spaced by letter or as a typewriter. Lesson 7 of
/// fast.ai's course v3 draws a number; more kinds of text are ours. The glyphs are the project's own, no font of the system is used.
/// </summary>
public sealed record TextStamp : IOverlay
{
    private const int LongestText = 60;

    /// <summary>Texts to draw from, each of 1 to 60 characters that the glyphs know. Default none: numbers and words are made up.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>How many of the made-up texts are numbers, 0 to 1; the others are words, names, notices and dates. Default 0.4.</summary>
    public double NumberShare { get; init; } = 0.4;

    /// <summary>The fewest texts on a picture, 0 to 20. Default 1.</summary>
    public int MinCount { get; init; } = 1;

    /// <summary>The most texts on a picture, from <see cref="MinCount"/> to 20. Default 1.</summary>
    public int MaxCount { get; init; } = 1;

    /// <summary>The least height of a capital as a share of the shorter side, 0.01 to 1; never below 7 pixels. Default 0.06.</summary>
    public double MinSize { get; init; } = 0.06;

    /// <summary>The greatest height, from <see cref="MinSize"/> to 1; a text too long for the picture is made smaller. Default 0.18.</summary>
    public double MaxSize { get; init; } = 0.18;

    /// <summary>The least opacity, 0 to 1. Default 0.5. At 0 nothing is written.</summary>
    public double MinOpacity { get; init; } = 0.5;

    /// <summary>The greatest opacity, from <see cref="MinOpacity"/> to 1. Default 1.</summary>
    public double MaxOpacity { get; init; } = 1;

    /// <summary>How many of the texts are white, 0 to 1. Default 0.6.</summary>
    public double WhiteShare { get; init; } = 0.6;

    /// <summary>How many are black, 0 to 1 less <see cref="WhiteShare"/>; the others have any colour. Default 0.15.</summary>
    public double BlackShare { get; init; } = 0.15;

    /// <summary>The greatest turn to either side, 0 to 180 degrees. Default 0.</summary>
    public double MaxRotation { get; init; }

    /// <summary>How many of the texts have an outline, dark around light letters and light around dark ones, 0 to 1. Default 0.25.</summary>
    public double OutlineShare { get; init; } = 0.25;

    /// <summary>Where the texts are: <c>anywhere</c> (default), <c>corner</c>, <c>centre</c> or <c>tiled</c>.</summary>
    public StampPlace Place { get; init; }

    /// <inheritdoc/>
    public RgbImage Apply(RgbImage image, DamageContext context)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(context);
        var random = context.Random;
        var stamped = image.Clone();
        for (var left = random.NextInt(MinCount, MaxCount); left > 0; left--)
            StampedText.Draw(this, Text(random), random).Onto(stamped);
        return stamped;
    }

    /// <inheritdoc/>
    public string? Invalid() =>
        InvalidTexts()
        ?? ValueRange.InvalidShare("The share of numbers", NumberShare)
        ?? ValueRange.Invalid("The number of texts", MinCount, MaxCount, 0, 20)
        ?? ValueRange.Invalid("The size of text", MinSize, MaxSize, 0.01, 1)
        ?? ValueRange.Invalid("The opacity of text", MinOpacity, MaxOpacity, 0, 1)
        ?? ValueRange.InvalidShares("The shares of white and black text", WhiteShare, BlackShare)
        ?? ValueRange.Invalid("The rotation of text", MaxRotation, 0, 180)
        ?? ValueRange.InvalidShare("The share of outlined text", OutlineShare)
        ?? (Enum.IsDefined(Place) ? null : "The place of text must be anywhere, corner, centre or tiled.");

    private string? InvalidTexts()
    {
        if (Texts is null || Texts.Any(string.IsNullOrWhiteSpace))
            return "A text to stamp must have 1 to 60 characters.";
        return Texts.FirstOrDefault(text => text.Length > LongestText || !StrokeFont.CanWrite(text)) is { } text
            ? $"The text \"{text[..Math.Min(text.Length, LongestText)]}\" cannot be stamped: use 1 to 60 of A-Z, a-z, 0-9, space and .,:;!?-_+=*/()#&'\"%@\u00A9."
            : null;
    }

    private string Text(SeededRandom random)
    {
        if (Texts.Count > 0)
            return Texts[random.NextInt(0, Texts.Count - 1)];
        return random.NextDouble() < NumberShare ? StampWords.Number(random) : StampWords.Words(random);
    }
}
