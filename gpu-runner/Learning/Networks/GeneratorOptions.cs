using System.ComponentModel.DataAnnotations;

namespace CloudRestore.Learning.Networks;

/// <summary>The shape of a <see cref="Generator"/>. The defaults are the lesson's.</summary>
public sealed record GeneratorOptions : IValidatableObject
{
    /// <summary>Layers of the ResNet encoder, 18 or 34.</summary>
    public int Depth { get; init; } = 34;

    /// <summary>Multiplies the channels of the encoder, and so of all that follows; the result is rounded to a multiple of 8, at least 8.</summary>
    [Range(0.125, 1.0)]
    public double Width { get; init; } = 1.0;

    /// <summary>Whether the second block of the decoder (at a sixteenth of the size doubled) ends in self-attention.</summary>
    public bool SelfAttention { get; init; } = true;

    /// <summary>Whether each decoder block blurs what it enlarged.</summary>
    public bool Blur { get; init; } = true;

    /// <summary>
    /// Whether features are enlarged once more, for a residual block at full size. Without it the last features, at half size, are shuffled
    /// straight into the picture: ours, because that block is a third of all work and a picture that was enlarged has nothing to see there.
    /// </summary>
    public bool FullSizeBlock { get; init; } = true;

    /// <summary>Whether the input is seen once more, beside the last features at full size. Needs <see cref="FullSizeBlock"/>.</summary>
    public bool LastCross { get; init; } = true;

    /// <summary>
    /// Whether the input is seen once more at half size, its four pixels of each place side by side, added to the last features before
    /// refinement. Without it what a stamp hides is known only as exactly as the encoder's first map, at half size too, and
    /// taking a sharp edge away leaves dots two pixels apart. Needs no <see cref="FullSizeBlock"/>. Default no, as the lesson.
    /// </summary>
    public bool HalfSizeCross { get; init; }

    /// <summary>
    /// Whether what is shuffled out of the last features at half size is blurred over 2x2 pixels, so that no dots two pixels apart can come
    /// of it, which a critic otherwise rewards. Needs no <see cref="FullSizeBlock"/>. Default no.
    /// </summary>
    public bool HalfSizeBlur { get; init; }

    /// <summary>Residual blocks at half size, after the last step up; they start as the identity. Default 0, as the lesson.</summary>
    [Range(0, 16)]
    public int RefinementBlocks { get; init; }

    /// <summary>What is done with the last three channels.</summary>
    public GeneratorHead Head { get; init; } = GeneratorHead.SigmoidRange;

    /// <summary>Seed of the initial weights.</summary>
    public ulong Seed { get; init; } = 42;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Depth is not (18 or 34)) yield return new ValidationResult($"Depth is {Depth}; an encoder has 18 or 34 layers.", [nameof(Depth)]);
        if (LastCross && !FullSizeBlock) yield return new ValidationResult("LastCross needs FullSizeBlock.", [nameof(LastCross)]);
        if (HalfSizeCross && FullSizeBlock) yield return new ValidationResult("HalfSizeCross stands in place of FullSizeBlock: choose one.", [nameof(HalfSizeCross)]);
        if (HalfSizeBlur && FullSizeBlock) yield return new ValidationResult("HalfSizeBlur is of the end that stands in place of FullSizeBlock: choose one.", [nameof(HalfSizeBlur)]);
        if (Head == GeneratorHead.Gated && FullSizeBlock) yield return new ValidationResult("The gated head is of the end that stands in place of FullSizeBlock: choose one.", [nameof(Head)]);
        if (!Enum.IsDefined(Head)) yield return new ValidationResult($"Head is {Head}, which does not exist.", [nameof(Head)]);
    }

    /// <summary>Throws a <see cref="ValidationException"/> that names the first value out of its range.</summary>
    public GeneratorOptions Validated()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        return this;
    }
}
