using NetVips;

namespace CloudRestore.Imaging.Native;

/// <summary>Moves pixels between our arrays and libvips.</summary>
internal static class VipsPixels
{
    /// <summary>A libvips picture over the samples of <paramref name="image"/>, which must outlive it.</summary>
    public static Image FromRgb(RgbImage image) =>
        FromSamples(image.Pixels, image.Width, image.Height, RgbImage.Channels, Enums.Interpretation.Srgb);

    /// <summary>A libvips picture over interleaved 8-bit samples.</summary>
    public static Image FromBytes(byte[] samples, int width, int height, int bands, Enums.Interpretation interpretation) =>
        FromSamples(samples, width, height, bands, interpretation);

    /// <summary>A libvips picture over interleaved samples of 8 or 16 bits, which must outlive it.</summary>
    public static Image FromSamples<T>(T[] samples, int width, int height, int bands, Enums.Interpretation interpretation)
        where T : unmanaged
    {
        LibVips.EnsureStarted();
        var format = typeof(T) == typeof(ushort) ? Enums.BandFormat.Ushort : Enums.BandFormat.Uchar;
        using var raw = Image.NewFromMemory(samples, width, height, bands, format);
        return raw.Copy(interpretation: interpretation);
    }

    /// <summary>Runs the pipeline behind a picture and shows its samples, which are libvips' own and gone afterwards.</summary>
    public static unsafe void Read<T>(Image image, Action<ReadOnlySpan<T>> use)
        where T : unmanaged
    {
        var memory = image.WriteToMemory(out var bytes);
        try
        {
            use(new ReadOnlySpan<T>((void*)memory, (int)(bytes / (ulong)sizeof(T))));
        }
        finally
        {
            NetVips.NetVips.Free(memory);
        }
    }

    /// <summary>Runs the pipeline behind an 8-bit, three-band picture and copies its result.</summary>
    public static RgbImage ToRgb(Image image) => new(image.Width, image.Height, image.WriteToMemory<byte>());
}
