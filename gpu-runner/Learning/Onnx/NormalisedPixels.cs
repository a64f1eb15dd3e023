using CloudRestore.Imaging;
using CloudRestore.Learning.Networks;

namespace CloudRestore.Learning.Onnx;

/// <summary>Bytes to what an exported generator takes, and back, without torch: one picture, 3×H×W in ImageNet-normalised units.</summary>
internal static class NormalisedPixels
{
    /// <summary>Normalises interleaved 8-bit RGB.</summary>
    public static float[] FromRgb(byte[] pixels, int width, int height)
    {
        var plane = width * height;
        var planes = new float[RgbImage.Channels * plane];
        for (var channel = 0; channel < RgbImage.Channels; channel++)
        {
            var (mean, deviation) = (ImageNetNormalisation.Mean[channel], ImageNetNormalisation.Deviation[channel]);
            var target = planes.AsSpan(channel * plane, plane);
            for (int i = 0, from = channel; i < plane; i++, from += RgbImage.Channels) target[i] = ((pixels[from] / 255f) - mean) / deviation;
        }
        return planes;
    }

    /// <summary>The values 0 to 255, interleaved, not yet rounded or clamped.</summary>
    public static float[] ToLevels(float[] planes, int width, int height)
    {
        var plane = width * height;
        var levels = new float[planes.Length];
        for (var channel = 0; channel < RgbImage.Channels; channel++)
        {
            var (mean, deviation) = (ImageNetNormalisation.Mean[channel], ImageNetNormalisation.Deviation[channel]);
            var source = planes.AsSpan(channel * plane, plane);
            for (int i = 0, to = channel; i < plane; i++, to += RgbImage.Channels) levels[to] = ((source[i] * deviation) + mean) * 255f;
        }
        return levels;
    }
}
