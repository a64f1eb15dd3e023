namespace CloudRestore.Learning.Restoration;

/// <summary>Why a photograph was not restored.</summary>
public enum RestorationProblem
{
    /// <summary>The result would have more pixels than allowed.</summary>
    TooManyPixels,

    /// <summary>Not even the smallest tile fits into memory.</summary>
    OutOfMemory,

    /// <summary>The network answered with something that is not a number.</summary>
    NotFinite,
}
