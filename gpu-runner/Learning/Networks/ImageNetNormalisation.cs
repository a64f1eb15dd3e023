using static TorchSharp.torch;

namespace CloudRestore.Learning.Networks;

/// <summary>
/// Between 8-bit RGB and the units that the networks see: each channel in 0..1, less ImageNet's mean, divided by its deviation.
/// One normalised unit is about 58 grey levels.
/// </summary>
public static class ImageNetNormalisation
{
    /// <summary>Means of red, green and blue, in 0..1.</summary>
    public static IReadOnlyList<float> Mean { get; } = [0.485f, 0.456f, 0.406f];

    /// <summary>Standard deviations of red, green and blue, in 0..1.</summary>
    public static IReadOnlyList<float> Deviation { get; } = [0.229f, 0.224f, 0.225f];

    /// <summary>Makes a 1×3×H×W float32 tensor on the CPU from interleaved RGB bytes, rows from the top.</summary>
    /// <exception cref="ArgumentException">The number of bytes is not 3 × width × height.</exception>
    public static Tensor FromRgb(ReadOnlySpan<byte> pixels, int width, int height)
    {
        if (width <= 0 || height <= 0 || pixels.Length != 3L * width * height)
            throw new ArgumentException($"{pixels.Length} bytes are not an RGB picture of {width}×{height}.", nameof(pixels));
        var planes = new float[pixels.Length];
        var plane = width * height;
        for (var channel = 0; channel < 3; channel++)
        {
            var scale = 1 / (255 * Deviation[channel]);
            var offset = Mean[channel] / Deviation[channel];
            for (int i = 0, source = channel; i < plane; i++, source += 3) planes[(channel * plane) + i] = (pixels[source] * scale) - offset;
        }
        return tensor(planes, [1, 3, height, width]);
    }

    /// <summary>
    /// Makes interleaved RGB bytes of one picture, a 1×3×H×W or 3×H×W tensor on any device; values are rounded and clamped to 0..255.
    /// </summary>
    /// <exception cref="ArgumentException">The tensor is not one RGB picture.</exception>
    /// <exception cref="ArithmeticException">The tensor holds values that are not finite.</exception>
    public static byte[] ToRgb(Tensor image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var shape = image.shape;
        if (shape.Length is not (3 or 4) || shape[^3] != 3 || (shape.Length == 4 && shape[0] != 1))
            throw new ArgumentException($"A tensor of {string.Join('×', shape)} is not one RGB picture.", nameof(image));
        using var scope = NewDisposeScope();
        var values = image.detach().to(CPU).to(ScalarType.Float32).contiguous().data<float>().ToArray();
        var plane = values.Length / 3;
        var pixels = new byte[values.Length];
        for (var channel = 0; channel < 3; channel++)
        {
            var scale = 255 * Deviation[channel];
            var offset = 255 * Mean[channel];
            for (int i = 0, target = channel; i < plane; i++, target += 3)
            {
                var value = values[(channel * plane) + i];
                if (!float.IsFinite(value)) throw new ArithmeticException("The network's output holds values that are not finite.");
                pixels[target] = (byte)Math.Clamp(MathF.Round((value * scale) + offset), 0, 255);
            }
        }
        return pixels;
    }
}
