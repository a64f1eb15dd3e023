using CloudRestore.Imaging.Photographs;

namespace CloudRestore.Cli.Restoring;

/// <summary>What is lost when a photograph is written in a format, in sentences.</summary>
internal static class FormatLosses
{
    /// <summary>Why the photograph should not be written in that format, or null: transparency would be lost.</summary>
    public static string? WhyNot(string name, Photograph photograph, PhotographFormat format) =>
        !FormatCapacity.HoldsAlpha(format) && photograph.Alpha is { } alpha && alpha.AsSpan().ContainsAnyExcept(byte.MaxValue)
            ? $"\"{name}\" is transparent in places, which {Name(format)} cannot hold: choose --format png."
            : null;

    /// <summary>What else is lost or changed, a sentence each.</summary>
    public static IReadOnlyList<string> Notes(string name, Photograph photograph, PhotographFormat format)
    {
        var notes = new List<string>();
        if (photograph.WasCmyk)
            notes.Add($"\"{name}\" was CMYK and is now RGB (sRGB, 8 bits a channel).");
        // AVIF of 10 or 12 bits is read as 16.
        var bits = FormatCapacity.BitsPerSample(format);
        if (photograph.DeepColor is not null && bits < 16 && photograph.Format != format)
            notes.Add($"\"{name}\" has 16 bits a channel, of which {Name(format)} keeps {bits}: PNG and TIFF keep all.");
        if (photograph.Exif is not null && !FormatCapacity.HoldsExif(format))
            notes.Add($"\"{name}\" has EXIF data, which is not written into {Name(format)}.");
        if (photograph.Iptc is not null && !FormatCapacity.HoldsIptc(format))
            notes.Add($"\"{name}\" has IPTC data, which is not written into {Name(format)}.");
        return notes;
    }

    private static string Name(PhotographFormat format) => format == PhotographFormat.WebP ? "WebP" : format.ToString().ToUpperInvariant();
}
