using CloudRestore.Imaging;

namespace CloudRestore.Learning.Restoration.Smoothing;

/// <summary>
/// Smooths what a network leaves where it removed strokes, such as digits: dots of a few levels, and the halo that JPEG put around them. A
/// number can be read from those though hardly any error is left. What was under a stroke is the network's guess; around it faint texture
/// goes too, and edges stay. Everything else in a picture is left exactly as the network gave it. For tiles of one size in pixels.
/// </summary>
internal sealed class ResidueSmoothing(int width, int height)
{
    private readonly float[] _damaged = new float[width * height * RgbImage.Channels];
    private readonly RemovedStrokes _strokes = new(width, height);
    private BilateralFilter? _filter;

    /// <summary>Keeps a tile as it is before the network has it.</summary>
    /// <param name="damaged">RGB, interleaved, rows from the top.</param>
    public void Keep(ReadOnlySpan<float> damaged) => damaged.CopyTo(_damaged);

    /// <summary>Smooths the network's answer to the tile that was kept.</summary>
    /// <param name="restored">RGB, interleaved, rows from the top, 0 to <paramref name="top"/>, not yet rounded or clamped; replaced.</param>
    /// <param name="top">The level of full brightness: 255 or 65,535.</param>
    public void Smooth(Span<float> restored, float top)
    {
        if (_strokes.Find(_damaged, restored, top) is not { } share)
            return;
        _filter ??= new BilateralFilter(width, height);
        _filter.Apply(restored, share, top);
    }
}
