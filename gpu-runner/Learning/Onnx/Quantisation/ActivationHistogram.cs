namespace CloudRestore.Learning.Onnx.Quantisation;

/// <summary>How often a feature map takes which value, over the pictures it was calibrated on.</summary>
/// <param name="lowest">The lowest value of all.</param>
/// <param name="highest">The highest value of all.</param>
internal sealed class ActivationHistogram(float lowest, float highest)
{
    private const int Bins = 4096;
    private readonly long[] _counts = new long[Bins];
    private readonly double _width = Math.Max((highest - (double)lowest) / Bins, 1e-12);

    /// <summary>Counts values between the lowest and the highest.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        foreach (var value in values) _counts[Math.Clamp((int)((value - lowest) / _width), 0, Bins - 1)]++;
    }

    /// <summary>The range without the rarest values at either end.</summary>
    /// <param name="share">The share of values that may be left out at each end, from 0 to 0.5.</param>
    public ActivationRange Range(double share)
    {
        var spare = (long)(_counts.Sum() * share);
        var (first, last) = (0, Bins - 1);
        for (var left = spare; first < last && (left -= _counts[first]) >= 0;) first++;
        for (var left = spare; last > first && (left -= _counts[last]) >= 0;) last--;
        return new ActivationRange((float)Math.Min(0, lowest + (first * _width)), (float)Math.Max(0, lowest + ((last + 1) * _width)));
    }
}
