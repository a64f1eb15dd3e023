using CloudRestore.Imaging.Photographs;

namespace CloudRestore.Cli.Restoring;

/// <summary>What a restored file is called.</summary>
internal static class RestoredName
{
    private static readonly Dictionary<PhotographFormat, string[]> Extensions = new()
    {
        [PhotographFormat.Jpeg] = [".jpg", ".jpeg", ".jpe", ".jfif"],
        [PhotographFormat.Png] = [".png"],
        [PhotographFormat.WebP] = [".webp"],
        [PhotographFormat.Tiff] = [".tif", ".tiff"],
        [PhotographFormat.Avif] = [".avif"],
    };

    /// <summary>The photograph's name, with the extension of the format it is written in.</summary>
    /// <param name="name">The photograph's name.</param>
    /// <param name="format">The format asked for; null leaves the name as it is.</param>
    public static string For(string name, PhotographFormat? format)
    {
        if (format is not { } wanted)
            return name;
        var extension = Path.GetExtension(name);
        if (IsOf(wanted, extension))
            return name;
        // "1998.08.27" ends in a date and not in an extension.
        var stem = Extensions.Keys.Any(known => IsOf(known, extension)) ? name[..^extension.Length] : name;
        return stem + PhotographWriter.ExtensionOf(wanted);
    }

    private static bool IsOf(PhotographFormat format, string extension) => Extensions[format].Contains(extension, StringComparer.OrdinalIgnoreCase);
}
