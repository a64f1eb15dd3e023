using System.ComponentModel.DataAnnotations;

namespace CloudRestore.Learning.Presets;

/// <summary>How a training crop is cut out of a photograph.</summary>
public sealed record CropPreset : IValidatableObject
{
    /// <summary>Side of the square crop in pixels. Default 128.</summary>
    [Range(16, 1024)]
    public int Size { get; init; } = 128;

    /// <summary>
    /// The photograph is first scaled to this shorter side, in pixels; null leaves it at the size of its pair. Lesson 7 scales to the
    /// crop's own size, so that a crop shows nearly the whole photograph.
    /// </summary>
    [Range(16, 4096)]
    public int? ShorterSide { get; init; }

    /// <summary>The largest random zoom, as a factor on the scale above (fastai's <c>max_zoom</c>). Default 1, no zoom.</summary>
    [Range(1.0, 4.0)]
    public double MaxZoom { get; init; } = 1;

    /// <summary>The probability of a zoom other than 1 (fastai's <c>p_affine</c>). Default 0.75.</summary>
    [Range(0.0, 1.0)]
    public double ZoomProbability { get; init; } = 0.75;

    /// <summary>
    /// Random places of which the one with the largest squared error between damaged photograph and original is taken, so that rare damage,
    /// such as a number, is seen more often. Default 1, any place.
    /// </summary>
    [Range(1, 16)]
    public int Candidates { get; init; } = 1;

    /// <summary>Which mirrorings and turns a crop may get. Default a mirroring from left to right.</summary>
    public Flips Flips { get; init; } = Flips.Horizontal;

    /// <summary>
    /// Whether the preset's damage is done anew to every flipped original, in place of the pair's damaged photograph. Worth it when
    /// photographs are few: each is then seen with thousands of damages and never with a mirrored number. Default false, as the lesson.
    /// </summary>
    public bool FreshDamage { get; init; }

    /// <summary>
    /// The share of originals that are turned to one tone, grey to brown as old prints are, before they are damaged; only with
    /// <see cref="FreshDamage"/>. Default 0.
    /// </summary>
    [Range(0.0, 1.0)]
    public double MonochromeShare { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ShorterSide < Size)
            yield return new ValidationResult($"shorterSide ({ShorterSide}) must be at least the crop's size ({Size}).", [nameof(ShorterSide)]);
        if (MonochromeShare > 0 && !FreshDamage)
            yield return new ValidationResult("monochromeShare needs freshDamage: the damage comes after.", [nameof(MonochromeShare)]);
    }
}
