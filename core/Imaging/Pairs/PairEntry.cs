using System.Text;

namespace CloudRestore.Imaging.Pairs;

/// <summary>The names of a shard's tar entries: the photograph's name percent-encoded, so that it can never be a path.</summary>
internal static class PairEntry
{
    public const string DamagedSuffix = ".damaged";
    public const string OriginalSuffix = ".original";

    /// <summary>The last entry, which says how many pairs came before it; a percent-encoded name never holds a colon.</summary>
    public const string End = "end:pairs";

    public const int MaxNameBytes = 1024;

    /// <summary>What is wrong with a photograph's name, or null.</summary>
    public static string? Invalid(string name)
    {
        if (name.Length == 0)
            return "A training pair needs a name.";
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(name) > MaxNameBytes
                ? $"A training pair's name has at most {MaxNameBytes} bytes of UTF-8."
                : null;
        }
        catch (EncoderFallbackException)
        {
            return "A training pair's name must be well-formed Unicode.";
        }
    }

    /// <summary>The entry's name.</summary>
    public static string NameOf(string photograph, string suffix) => Uri.EscapeDataString(photograph) + suffix;

    /// <summary>The photograph's name, or null when the entry is not one that <see cref="NameOf"/> makes.</summary>
    public static string? PhotographOf(string entry, string suffix)
    {
        if (!entry.EndsWith(suffix, StringComparison.Ordinal))
            return null;
        var escaped = entry[..^suffix.Length];
        var name = Uri.UnescapeDataString(escaped);
        return Invalid(name) is null && Uri.EscapeDataString(name) == escaped ? name : null;
    }
}
