using System.Numerics;

namespace CloudRestore.Imaging;

/// <summary>Samples of 8 and of 16 bits, handled alike: <see cref="byte"/> and <see cref="ushort"/>.</summary>
public static class Samples
{
    /// <summary>The sample of full brightness or opacity: 255 or 65,535.</summary>
    /// <typeparam name="T">The sample.</typeparam>
    public static float Top<T>()
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => float.CreateTruncating(T.MaxValue);

    /// <summary>Copies samples to floating point, their values unchanged.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="values">As many values, or more.</param>
    /// <typeparam name="T">The sample.</typeparam>
    public static void ToFloats<T>(ReadOnlySpan<T> samples, Span<float> values)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        for (var i = 0; i < samples.Length; i++)
            values[i] = float.CreateTruncating(samples[i]);
    }

    /// <summary>The ITU-R BT.601 luma of interleaved red, green and blue, as JPEG; exact where the three are equal.</summary>
    /// <param name="pixels">Three samples a pixel.</param>
    /// <typeparam name="T">The sample.</typeparam>
    /// <returns>One sample a pixel.</returns>
    public static T[] Luma<T>(ReadOnlySpan<T> pixels)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var luma = new T[pixels.Length / RgbImage.Channels];
        for (int i = 0, at = 0; i < luma.Length; i++, at += RgbImage.Channels)
            luma[i] = T.CreateTruncating(Damage.Luma.Of(int.CreateTruncating(pixels[at]), int.CreateTruncating(pixels[at + 1]), int.CreateTruncating(pixels[at + 2])));

        return luma;
    }

    /// <summary>The upper 8 bits of 16-bit samples.</summary>
    /// <param name="samples">The samples.</param>
    public static byte[] UpperBytes(ReadOnlySpan<ushort> samples)
    {
        var bytes = new byte[samples.Length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(samples[i] >> 8);
        return bytes;
    }
}
