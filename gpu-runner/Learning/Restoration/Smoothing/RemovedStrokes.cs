using System.Numerics.Tensors;
using CloudRestore.Imaging;
using CloudRestore.Imaging.Damage;

namespace CloudRestore.Learning.Restoration.Smoothing;

/// <summary>
/// Finds where a network removed strokes: thin marks, lighter or darker than what is around, that are in the damaged picture and not in the
/// restored one. Edges that became sharper, and colours and brightness that changed over larger parts, are none.
/// </summary>
internal sealed class RemovedStrokes(int width, int height)
{
    /// <summary>Strokes of up to twice as many pixels are thin. 4.</summary>
    public const int StrokeRadius = 4;

    /// <summary>From how many levels (of 255) of luma on a stroke begins to count. 30.</summary>
    public const float Faint = 30;

    /// <summary>From how many it counts in full. 50.</summary>
    public const float Strong = 50;

    /// <summary>Pixels around a stroke that count like it: what JPEG spread of it. 16.</summary>
    public const int Reach = 16;

    /// <summary>Over twice as many pixels, half of them beyond the reach, the share falls to 0. 8.</summary>
    public const int Feather = 8;

    private readonly Plane _damaged = new(width, height);
    private readonly Plane _restored = new(width, height);
    private readonly Plane _inDamaged = new(width, height);
    private readonly Plane _inRestored = new(width, height);
    private readonly Plane _opened = new(width, height);
    private readonly Plane _scratch = new(width, height);
    private readonly Plane _share = new(width, height);

    /// <summary>Finds them.</summary>
    /// <param name="damaged">RGB, interleaved, rows from the top, from 0 to <paramref name="top"/>.</param>
    /// <param name="restored">As much of the restored picture; what is beyond that range is cut off.</param>
    /// <param name="top">The level of full brightness.</param>
    /// <returns>For each pixel from 0, far from any, to 1; null if there are none. The next call renews it.</returns>
    public Plane? Find(ReadOnlySpan<float> damaged, ReadOnlySpan<float> restored, float top)
    {
        // A top-hat changes by at most twice what any pixel does. Where nothing was damaged, this is all that is done.
        if (LevelVectors.LargestDifference(damaged, restored) * byte.MaxValue / top < Faint / 2)
            return null;
        ReadLuma(damaged, top, _damaged);
        ReadLuma(restored, top, _restored);
        _share.Levels.AsSpan().Clear();
        AddRemoved(light: 1);
        AddRemoved(light: -1);
        if (!_share.Levels.AsSpan().ContainsAnyExcept(0f))
            return null;
        SlidingWindow.Maximum(_share, Reach, _scratch);
        SlidingWindow.Mean(_share, Feather, _scratch);
        return _share;
    }

    // In levels of 0 to 255.
    private static void ReadLuma(ReadOnlySpan<float> levels, float top, Plane luma)
    {
        var scale = byte.MaxValue / top;
        for (int i = 0, at = 0; i < luma.Levels.Length; i++, at += RgbImage.Channels)
            luma.Levels[i] = Math.Clamp(Luma.Of(levels[at], levels[at + 1], levels[at + 2]) * scale, 0, byte.MaxValue);
    }

    // Light strokes; with -1 dark ones.
    private void AddRemoved(float light)
    {
        TensorPrimitives.Multiply(_damaged.Levels, light, _inDamaged.Levels);
        TensorPrimitives.Multiply(_restored.Levels, light, _inRestored.Levels);
        SlidingWindow.WhiteTopHat(_inDamaged, StrokeRadius, _opened, _scratch);
        SlidingWindow.WhiteTopHat(_inRestored, StrokeRadius, _opened, _scratch);
        for (var i = 0; i < _share.Levels.Length; i++)
        {
            var removed = _inDamaged.Levels[i] - _inRestored.Levels[i];
            _share.Levels[i] = Math.Max(_share.Levels[i], Math.Clamp((removed - Faint) / (Strong - Faint), 0, 1));
        }
    }
}
