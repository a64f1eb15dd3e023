using System.Numerics;

namespace CloudRestore.Imaging.Quality;

/// <summary>A separable Gaussian filter, 11 by 11 pixels with sigma 1.5, fed row by row; only places where it fits are computed.</summary>
internal sealed class GaussianWindow
{
    /// <summary>Pixels across and down.</summary>
    public const int Size = 11;

    /// <summary>The weights of one row or column, which sum to 1.</summary>
    public static readonly double[] Weights = Normalised();

    private const double Sigma = 1.5;

    private readonly double[][] _filteredRows;
    private readonly double[] _result;
    private int _pushed;

    /// <summary>A filter for rows of the given width, at least <see cref="Size"/>.</summary>
    public GaussianWindow(int width)
    {
        var valid = width - Size + 1;
        _filteredRows = Enumerable.Range(0, Size).Select(_ => new double[valid]).ToArray();
        _result = new double[valid];
    }

    /// <summary>Filters one more row across and keeps the last <see cref="Size"/> of them.</summary>
    public void Push(double[] row)
    {
        var filtered = _filteredRows[_pushed++ % Size];
        Array.Clear(filtered);
        for (var tap = 0; tap < Size; tap++)
            Accumulate(filtered, row.AsSpan(tap, filtered.Length), Weights[tap]);
    }

    /// <summary>Filters the last <see cref="Size"/> rows down. The array is overwritten by the next call.</summary>
    public double[] Read()
    {
        Array.Clear(_result);
        for (var tap = 0; tap < Size; tap++)
            Accumulate(_result, _filteredRows[(_pushed + tap) % Size], Weights[tap]);
        return _result;
    }

    private static void Accumulate(Span<double> sum, ReadOnlySpan<double> values, double weight)
    {
        var i = 0;
        for (; i <= sum.Length - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(sum[i..]) + (new Vector<double>(values[i..]) * weight)).CopyTo(sum[i..]);
        for (; i < sum.Length; i++)
            sum[i] += values[i] * weight;
    }

    private static double[] Normalised()
    {
        var weights = Enumerable.Range(0, Size).Select(i => Math.Exp(-Math.Pow(i - (Size / 2), 2) / (2 * Sigma * Sigma))).ToArray();
        var sum = weights.Sum();
        return weights.Select(weight => weight / sum).ToArray();
    }
}
