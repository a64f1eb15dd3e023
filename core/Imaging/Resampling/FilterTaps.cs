namespace CloudRestore.Imaging.Resampling;

/// <summary>For one axis: which input pixels make each output pixel of a range, and how much of each.</summary>
internal sealed class FilterTaps
{
    private readonly int[] _starts;
    private readonly float[][] _weights;

    /// <summary>Aligns centres: output pixel i lies at (i + 0.5) * from / to. When shrinking the filter is as much wider.</summary>
    /// <param name="from">Input pixels.</param>
    /// <param name="to">Output pixels.</param>
    /// <param name="first">The first output pixel that is wanted.</param>
    /// <param name="count">How many are wanted, at least 1.</param>
    /// <param name="filter">The shape. Where it reaches over the edge, the pixels inside count for all.</param>
    public FilterTaps(int from, int to, int first, int count, ResamplingFilter filter)
    {
        var scale = (double)from / to;
        var widening = Math.Max(1, scale);
        var support = filter.Support * widening;
        _starts = new int[count];
        _weights = new float[count][];
        for (var i = 0; i < count; i++)
        {
            var centre = (first + i + 0.5) * scale;
            var start = Math.Max(0, (int)Math.Floor(centre - support + 0.5));
            var end = Math.Min(from, (int)Math.Floor(centre + support + 0.5));
            var weights = Enumerable.Range(start, end - start).Select(at => filter.Weight((at + 0.5 - centre) / widening)).ToArray();
            var sum = weights.Sum();
            _starts[i] = start;
            _weights[i] = [.. weights.Select(weight => (float)(weight / sum))];
        }
    }

    /// <summary>The most input pixels that one output pixel needs.</summary>
    public int Longest => _weights.Max(weights => weights.Length);

    /// <summary>The input pixel after the last that any output pixel needs.</summary>
    public int End => _starts[^1] + _weights[^1].Length;

    /// <summary>The first input pixel of the <paramref name="i"/>th output pixel that is wanted; never falls as i grows.</summary>
    public int Start(int i) => _starts[i];

    /// <summary>The weights of its input pixels from <see cref="Start"/> on; their sum is 1.</summary>
    public ReadOnlySpan<float> Weights(int i) => _weights[i];
}
