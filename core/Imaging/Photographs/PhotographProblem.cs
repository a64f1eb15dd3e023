namespace CloudRestore.Imaging.Photographs;

/// <summary>Why a file was refused.</summary>
public enum PhotographProblem
{
    /// <summary>The content is no picture at all: empty, text, something unknown.</summary>
    NotAPhotograph,

    /// <summary>A picture that is cut short or broken, so that some pixels cannot be known.</summary>
    Damaged,

    /// <summary>More pixels than <see cref="PhotographLimits.MaxPixels"/>.</summary>
    TooManyPixels,

    /// <summary>More bytes than <see cref="PhotographLimits.MaxBytes"/>.</summary>
    TooManyBytes,

    /// <summary>A side shorter than <see cref="PhotographLimits.MinSide"/>.</summary>
    TooSmall,

    /// <summary>A picture of a format, or a variant of one, that is not read.</summary>
    Unsupported,
}
