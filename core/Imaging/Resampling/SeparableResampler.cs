using System.Numerics;
using System.Runtime.Intrinsics;

namespace CloudRestore.Imaging.Resampling;

/// <summary>
/// Resamples interleaved 8-bit or 16-bit samples, first across, then down, in single precision. Only the rows that one output row needs are
/// held. (libvips cuts its widened kernels short at scales that are not whole, and grows half a pixel to the right; measured with 8.18.)
/// </summary>
internal sealed class SeparableResampler
{
    private readonly int _bands;
    private readonly FilterTaps _across;
    private readonly FilterTaps _down;
    private readonly int _sourceWidth;
    private readonly (int Width, int Height) _to;

    /// <summary>Prepares for pictures of one size.</summary>
    /// <param name="from">Size of the pictures.</param>
    /// <param name="to">Size to bring them to.</param>
    /// <param name="window">The part of the result that is wanted.</param>
    /// <param name="bands">Samples of a pixel.</param>
    /// <param name="filter">The filter.</param>
    public SeparableResampler((int Width, int Height) from, (int Width, int Height) to, PixelWindow window, int bands, ResamplingFilter filter)
    {
        (_sourceWidth, _to, _bands) = (from.Width, (window.Width, window.Height), bands);
        _across = new FilterTaps(from.Width, to.Width, window.X, window.Width, filter);
        _down = new FilterTaps(from.Height, to.Height, window.Y, window.Height, filter);
    }

    public T[] Run<T>(T[] samples)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var (left, sourceLength, rowLength) = (_across.Start(0) * _bands, (_across.End - _across.Start(0)) * _bands, _to.Width * _bands);
        var result = new T[checked(rowLength * _to.Height)];

        // Four samples at a time are read and written where a pixel has three.
        var rows = Enumerable.Range(0, _down.Longest).Select(_ => new float[rowLength + 1]).ToArray();
        var (source, sum) = (new float[sourceLength + 1], new float[rowLength]);
        var filtered = 0;
        for (var y = 0; y < _to.Height; y++)
        {
            var start = _down.Start(y);
            var weights = _down.Weights(y);
            for (filtered = Math.Max(filtered, start); filtered < start + weights.Length; filtered++)
            {
                Samples.ToFloats<T>(samples.AsSpan((filtered * _sourceWidth * _bands) + left, sourceLength), source);
                if (_bands == RgbImage.Channels)
                    AcrossColours(source, rows[filtered % rows.Length]);
                else
                    Across(source, rows[filtered % rows.Length]);
            }

            Array.Clear(sum);
            for (var i = 0; i < weights.Length; i++)
                Accumulate(sum, rows[(start + i) % rows.Length].AsSpan(0, rowLength), weights[i]);
            Round(sum, result.AsSpan(y * rowLength, rowLength));
        }

        return result;
    }

    private void Across(ReadOnlySpan<float> row, float[] filtered)
    {
        for (var x = 0; x < _to.Width; x++)
        {
            var first = (_across.Start(x) - _across.Start(0)) * _bands;
            var weights = _across.Weights(x);
            for (var band = 0; band < _bands; band++)
            {
                float sum = 0;
                for (int i = 0, at = first + band; i < weights.Length; i++, at += _bands)
                    sum += row[at] * weights[i];
                filtered[(x * _bands) + band] = sum;
            }
        }
    }

    // The same sums, of a pixel's three samples at once.
    private void AcrossColours(ReadOnlySpan<float> row, Span<float> filtered)
    {
        for (var x = 0; x < _to.Width; x++)
        {
            var weights = _across.Weights(x);
            var sum = Vector128<float>.Zero;
            var at = (_across.Start(x) - _across.Start(0)) * RgbImage.Channels;
            for (var i = 0; i < weights.Length; i++, at += RgbImage.Channels)
                sum += Vector128.Create(row.Slice(at, Vector128<float>.Count)) * weights[i];
            sum.CopyTo(filtered[(x * RgbImage.Channels)..]);
        }
    }

    private static void Accumulate(Span<float> sum, ReadOnlySpan<float> values, float weight)
    {
        var i = 0;
        for (; i <= sum.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(sum[i..]) + (new Vector<float>(values[i..]) * weight)).CopyTo(sum[i..]);
        for (; i < sum.Length; i++)
            sum[i] += values[i] * weight;
    }

    private static void Round<T>(ReadOnlySpan<float> values, Span<T> samples)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var top = Samples.Top<T>();
        for (var i = 0; i < samples.Length; i++)
            samples[i] = T.CreateTruncating(Math.Clamp(values[i] + 0.5f, 0f, top));
    }
}
