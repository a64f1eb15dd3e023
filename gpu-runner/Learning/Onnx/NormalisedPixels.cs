using System.Numerics;
using CloudRestore.Imaging;
using CloudRestore.Learning.Networks;

namespace CloudRestore.Learning.Onnx;

/// <summary>Samples to what an exported generator takes, and back, without torch: one picture, 3×H×W in ImageNet-normalised units.</summary>
internal static class NormalisedPixels
{
    /// <summary>Normalises interleaved RGB.</summary>
    /// <param name="levels">The samples, 0 to <paramref name="top"/>, rows from the top.</param>
    /// <param name="width">The picture's width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="top">The sample of full brightness.</param>
    /// <typeparam name="T">The sample.</typeparam>
    public static float[] FromLevels<T>(ReadOnlySpan<T> levels, int width, int height, float top)
        where T : unmanaged, INumberBase<T>
    {
        var planes = new float[RgbImage.Channels * width * height];
        FromLevels(levels, planes, width, height, top);
        return planes;
    }

    /// <summary>The same, into an array that is there.</summary>
    /// <inheritdoc cref="FromLevels{T}(ReadOnlySpan{T}, int, int, float)"/>
    public static void FromLevels<T>(ReadOnlySpan<T> levels, float[] planes, int width, int height, float top)
        where T : unmanaged, INumberBase<T>
    {
        var plane = width * height;
        for (var channel = 0; channel < RgbImage.Channels; channel++)
        {
            var (scale, shift) = (1 / (top * ImageNetNormalisation.Deviation[channel]), -ImageNetNormalisation.Mean[channel] / ImageNetNormalisation.Deviation[channel]);
            var target = planes.AsSpan(channel * plane, plane);
            for (int i = 0, from = channel; i < plane; i++, from += RgbImage.Channels) target[i] = (float.CreateTruncating(levels[from]) * scale) + shift;
        }
    }

    /// <summary>Writes the samples 0 to <paramref name="top"/>, interleaved, not yet rounded or clamped.</summary>
    public static void ToLevels(float[] planes, float[] levels, int width, int height, float top)
    {
        var plane = width * height;
        for (var channel = 0; channel < RgbImage.Channels; channel++)
        {
            var (mean, deviation) = (ImageNetNormalisation.Mean[channel], ImageNetNormalisation.Deviation[channel]);
            var source = planes.AsSpan(channel * plane, plane);
            for (int i = 0, to = channel; i < plane; i++, to += RgbImage.Channels) levels[to] = ((source[i] * deviation) + mean) * top;
        }
    }
}
