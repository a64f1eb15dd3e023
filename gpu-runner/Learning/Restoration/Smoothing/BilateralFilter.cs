using System.Numerics;
using CloudRestore.Imaging;
using CloudRestore.Imaging.Damage;

namespace CloudRestore.Learning.Restoration.Smoothing;

/// <summary>
/// A bilateral filter (Tomasi and Manduchi, 1998): each pixel becomes a mean of those around it that have its colour, so that dots vanish and
/// edges stay. What colour a pixel has is read from a picture without the dots (joint bilateral filter, Petschnigg et al., 2004); how far
/// another may be from it says Tukey's biweight (Black et al., 1998), which is nothing beyond a bound. Then the same once more with gaps
/// (à trous, Dammertz et al., 2010), three times as far, of which only the chroma is taken and not the luma: a tint goes, shading stays.
/// </summary>
internal sealed class BilateralFilter
{
    /// <summary>Pixels that are looked at in each direction. 6.</summary>
    public const int Radius = 6;

    /// <summary>For the chroma one of so many pixels is looked at, in each direction. 3.</summary>
    public const int Gap = 3;

    /// <summary>Standard deviation in pixels of the weight by distance. 4.</summary>
    public const double Sigma = 4;

    /// <summary>Levels (of 255, root mean square over red, green and blue) from which on another pixel has no weight. 40.</summary>
    public const float Range = 40;

    /// <summary>Dots are averaged over a square of twice so many pixels and one before colours are compared. 1.</summary>
    public const int GuideRadius = 1;

    private const int Margin = Radius * Gap;

    // Beyond the borders no pixel has the colour of one within.
    private const float NoColour = 1e9f;

    private readonly int _width;
    private readonly int _height;
    private readonly Plane[] _levels;
    private readonly Plane[] _guide;
    private readonly Plane _channel;
    private readonly Plane _scratch;
    private readonly (int Distance, float Weight)[] _near;
    private readonly (int Distance, float Weight)[] _far;

    /// <summary>A filter for tiles of one size in pixels.</summary>
    /// <param name="width">Their width.</param>
    /// <param name="height">Their height.</param>
    public BilateralFilter(int width, int height)
    {
        (_width, _height) = (width, height);
        (_channel, _scratch) = (new Plane(width, height), new Plane(width, height));
        _levels = [Padded(), Padded(), Padded()];
        _guide = [Padded(), Padded(), Padded()];
        foreach (var plane in _guide)
            plane.Levels.AsSpan().Fill(NoColour);
        _near = [.. Around(_levels[0].Width, 1)];
        _far = [.. Around(_levels[0].Width, Gap)];

        // Several pixels are filtered at once: the last of a row reach beyond it.
        Plane Padded() => new(width + (2 * Margin) + Vector<float>.Count, height + (2 * Margin));
    }

    /// <summary>Filters a tile.</summary>
    /// <param name="levels">RGB, interleaved, rows from the top; replaced.</param>
    /// <param name="share">How much of the filtered pixel each becomes, 0 to 1.</param>
    /// <param name="top">The level of full brightness.</param>
    public void Apply(Span<float> levels, Plane share, float top)
    {
        Pass(levels, share, top, _near, chromaOnly: false);
        Pass(levels, share, top, _far, chromaOnly: true);
    }

    private void Pass(Span<float> levels, Plane share, float top, (int Distance, float Weight)[] around, bool chromaOnly)
    {
        for (var channel = 0; channel < RgbImage.Channels; channel++)
            Prepare(levels, channel, byte.MaxValue / top);
        Span<float> filtered = stackalloc float[RgbImage.Channels * Vector<float>.Count];
        for (var y = 0; y < _height; y++)
        {
            for (var x = 0; x < _width; x += Vector<float>.Count)
            {
                var shares = share.Row(y)[x..Math.Min(x + Vector<float>.Count, _width)];
                if (!shares.ContainsAnyExcept(0f))
                    continue;
                Filter(((y + Margin) * _levels[0].Width) + x + Margin, around, filtered);
                Blend(levels.Slice(((y * _width) + x) * RgbImage.Channels, shares.Length * RgbImage.Channels), filtered, shares, top / byte.MaxValue, chromaOnly);
            }
        }
    }

    private static void Blend(Span<float> levels, ReadOnlySpan<float> filtered, ReadOnlySpan<float> shares, float scale, bool chromaOnly)
    {
        for (var i = 0; i < shares.Length; i++)
        {
            var level = levels.Slice(i * RgbImage.Channels, RgbImage.Channels);
            var red = filtered[i] * scale;
            var green = filtered[Vector<float>.Count + i] * scale;
            var blue = filtered[(2 * Vector<float>.Count) + i] * scale;
            var lift = chromaOnly ? Luma.Of(level[0], level[1], level[2]) - Luma.Of(red, green, blue) : 0;
            level[0] += shares[i] * (red + lift - level[0]);
            level[1] += shares[i] * (green + lift - level[1]);
            level[2] += shares[i] * (blue + lift - level[2]);
        }
    }

    private static IEnumerable<(int Distance, float Weight)> Around(int rowLength, int gap)
    {
        for (var y = -Radius; y <= Radius; y++)
            for (var x = -Radius; x <= Radius; x++)
                if ((x * x) + (y * y) <= Radius * Radius)
                    yield return (((y * rowLength) + x) * gap, (float)Math.Exp(((x * x) + (y * y)) / (-2 * Sigma * Sigma)));
    }

    private void Prepare(ReadOnlySpan<float> levels, int channel, float scale)
    {
        for (var i = 0; i < _channel.Levels.Length; i++)
            _channel.Levels[i] = levels[(i * RgbImage.Channels) + channel] * scale;
        CopyInto(_levels[channel]);
        SlidingWindow.Mean(_channel, GuideRadius, _scratch);
        CopyInto(_guide[channel]);
    }

    private void CopyInto(Plane padded)
    {
        for (var y = 0; y < _height; y++)
            _channel.Row(y).CopyTo(padded.Row(y + Margin)[Margin..]);
    }

    // As many pixels as a vector holds, red before green before blue.
    private void Filter(int at, (int Distance, float Weight)[] around, Span<float> filtered)
    {
        ref var guideRed = ref _guide[0].Levels[0];
        ref var guideGreen = ref _guide[1].Levels[0];
        ref var guideBlue = ref _guide[2].Levels[0];
        ref var levelRed = ref _levels[0].Levels[0];
        ref var levelGreen = ref _levels[1].Levels[0];
        ref var levelBlue = ref _levels[2].Levels[0];
        var (red, green, blue) = (Load(ref guideRed, at), Load(ref guideGreen, at), Load(ref guideBlue, at));
        var (sumRed, sumGreen, sumBlue, sum) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        var bound = new Vector<float>(1 / (Range * Range * RgbImage.Channels));
        foreach (var (distance, nearness) in around)
        {
            var other = at + distance;
            var (byRed, byGreen, byBlue) = (Load(ref guideRed, other) - red, Load(ref guideGreen, other) - green, Load(ref guideBlue, other) - blue);
            var likeness = Vector.Max(Vector<float>.Zero, Vector<float>.One - (((byRed * byRed) + (byGreen * byGreen) + (byBlue * byBlue)) * bound));
            var weight = likeness * likeness * nearness;
            sum += weight;
            sumRed += weight * Load(ref levelRed, other);
            sumGreen += weight * Load(ref levelGreen, other);
            sumBlue += weight * Load(ref levelBlue, other);
        }

        (sumRed / sum).CopyTo(filtered);
        (sumGreen / sum).CopyTo(filtered[Vector<float>.Count..]);
        (sumBlue / sum).CopyTo(filtered[(2 * Vector<float>.Count)..]);

        static Vector<float> Load(ref float first, int at) => Vector.LoadUnsafe(ref first, (nuint)at);
    }
}
