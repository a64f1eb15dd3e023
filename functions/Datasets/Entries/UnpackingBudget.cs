using CloudRestore.Functions.Orchestrations;

namespace CloudRestore.Functions.Datasets.Entries;

/// <summary>What an archive may unpack to. It is spent as bytes come out, because what an archive says of itself need not be true.</summary>
internal sealed class UnpackingBudget
{
    // A small archive may hold a small text that shrinks well.
    private const long Floor = 16L << 20;

    private readonly long _maxBytes;
    private readonly int _maxEntries;
    private readonly string _refusal;

    /// <summary>The budget of an archive.</summary>
    /// <param name="options">The limits.</param>
    /// <param name="archiveBytes">The archive's own length.</param>
    /// <param name="used">Bytes that were unpacked before.</param>
    public UnpackingBudget(DatasetOptions options, long archiveBytes, long used = 0)
    {
        // Division, because the product may be too large.
        var byRatio = archiveBytes > options.MaxUnpackedBytes / options.MaxRatio ? options.MaxUnpackedBytes : Math.Max(Floor, archiveBytes * options.MaxRatio);
        (_maxBytes, _refusal) = byRatio < options.MaxUnpackedBytes
            ? (byRatio, $"more than {options.MaxRatio} times its own size, as no archive of photographs does")
            : (options.MaxUnpackedBytes, FormattableString.Invariant($"more than the {options.MaxUnpackedBytes:N0} bytes allowed"));
        (_maxEntries, Used) = (options.MaxEntries, used);
    }

    /// <summary>Bytes that were unpacked.</summary>
    public long Used { get; private set; }

    /// <summary>Counts bytes that came out.</summary>
    /// <exception cref="PermanentFailureException">They are too many.</exception>
    public void Spend(long bytes)
    {
        Used += bytes;
        if (Used > _maxBytes)
            throw new PermanentFailureException($"The archive unpacks to {_refusal}: pack the photographs anew, or split them over several archives.");
    }

    /// <summary>Counts the entries so far.</summary>
    /// <exception cref="PermanentFailureException">They are too many.</exception>
    public void CheckEntries(long entries) => CheckEntries(entries, _maxEntries, "archive");

    /// <summary>Counts the entries of a source so far.</summary>
    /// <exception cref="PermanentFailureException">They are too many.</exception>
    public static void CheckEntries(long entries, int maxEntries, string what)
    {
        if (entries > maxEntries)
            throw new PermanentFailureException(FormattableString.Invariant($"The {what} has more than {maxEntries:N0} entries: split it over several datasets."));
    }
}
