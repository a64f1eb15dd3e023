using CloudRestore.Core.Naming;
using CloudRestore.Functions.Orchestrations;

namespace CloudRestore.Functions.Datasets.Entries;

/// <summary>What the files of all sources have in common: names, what is passed over unread, and how much is read.</summary>
internal static class EntryFiles
{
    private static readonly long MaxBytes = PhotographInspection.Limits.MaxBytes;

    /// <summary>An entry's name as a photograph's: without the <c>./</c> that <c>tar</c> puts before it.</summary>
    public static string NameOf(string entry)
    {
        while (entry.StartsWith("./", StringComparison.Ordinal))
            entry = entry[2..];
        return entry;
    }

    /// <summary>Why a file is passed over before it is read: one sentence, or null.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="bytes">Its length as the source tells it.</param>
    public static string? Refusal(string name, long bytes)
    {
        if (name.Split('/').Any(part => part.StartsWith('.') && part is not ("." or "..") || part == "__MACOSX"))
            return $"\"{Printable.Shorten(name)}\" is a hidden file.";
        return PhotographName.Problem(name) ?? (bytes > MaxBytes ? TooLarge(name) : null);
    }

    /// <summary>Reads a file, or finds it larger than a photograph may be.</summary>
    /// <param name="stream">Its content.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its bytes, or null.</returns>
    public static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var buffer = new byte[81920];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (content.Length + read > MaxBytes)
                return null;
            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    /// <summary>The sentence for a file that is too large.</summary>
    public static string TooLarge(string name) =>
        FormattableString.Invariant($"\"{Printable.Shorten(name)}\" has more than the {MaxBytes:N0} bytes allowed: save it smaller or at a lower quality.");

    /// <summary>Whether an exception says that an archive is not well formed.</summary>
    public static bool IsBroken(Exception exception) => exception is InvalidDataException or EndOfStreamException or FormatException or NotSupportedException or OverflowException;

    /// <summary>The failure of an archive that is not well formed.</summary>
    /// <param name="what">What it is: <c>tar.gz</c>.</param>
    /// <param name="entries">Entries that could be read.</param>
    /// <param name="cause">What the reader said.</param>
    public static PermanentFailureException Broken(string what, long entries, Exception cause) =>
        new($"The {what} archive is cut short or broken after {entries} entries: make it again and upload it whole.", cause);
}
