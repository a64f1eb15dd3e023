using CloudRestore.Imaging.Resampling;

namespace CloudRestore.Learning.Restoration;

/// <summary>The size a photograph is restored to. The network repairs and sharpens; it does not enlarge, so this comes first.</summary>
public readonly record struct RestorationSize
{
    private readonly int _shorterSide;
    private readonly double _scale;

    private RestorationSize(int shorterSide, double scale) => (_shorterSide, _scale) = (shorterSide, scale);

    /// <summary>The photograph's own size.</summary>
    public static RestorationSize Same => default;

    /// <summary>The shorter side in pixels; the aspect stays.</summary>
    /// <param name="pixels">At least 1.</param>
    public static RestorationSize ShorterSide(int pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels, 1);
        return new RestorationSize(pixels, 0);
    }

    /// <summary>A multiple of the photograph's own size.</summary>
    /// <param name="factor">Above 0 and at most 100.</param>
    public static RestorationSize Scale(double factor)
    {
        if (!(factor is > 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The scale must be above 0 and at most 100.");
        return new RestorationSize(0, factor);
    }

    /// <summary>The size for a photograph of that size; no side is below 1.</summary>
    /// <exception cref="RestorationException">A side would be longer than 2^31 - 1 pixels.</exception>
    public (int Width, int Height) For(int width, int height)
    {
        try
        {
            if (_shorterSide > 0)
                return Resample.ShorterSide(width, height, _shorterSide);
            return _scale > 0 ? (Scaled(width, _scale), Scaled(height, _scale)) : (width, height);
        }
        catch (OverflowException error)
        {
            throw new RestorationException(
                RestorationProblem.TooManyPixels, $"A {width} x {height} photograph cannot be restored at that size; ask for a smaller one.", error);
        }
    }

    private static int Scaled(int side, double scale) => checked((int)Math.Max(1, Math.Round(side * scale, MidpointRounding.AwayFromZero)));
}
