using System.IO.Compression;
using System.Runtime.CompilerServices;
using CloudRestore.Core.Naming;

namespace CloudRestore.Functions.Datasets.Entries;

/// <summary>The files of a zip archive. Its directory stands at the end, so every file can be reached at once.</summary>
internal static class ZipEntries
{
    // The directory is read whole, so it must not be endless; an entry of ordinary names takes a tenth of this.
    private const int DirectoryBytesPerEntry = 1024;

    /// <summary>The files after a cursor.</summary>
    /// <param name="archive">The archive; it can seek.</param>
    /// <param name="from">Where to go on.</param>
    /// <param name="options">The limits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Orchestrations.PermanentFailureException">The archive is broken, or unpacks to too much.</exception>
    public static async IAsyncEnumerable<ImportEntry> ReadAsync(
        Stream archive, ImportCursor from, DatasetOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var budget = new UnpackingBudget(options, archive.Length, from.UnpackedBytes);
        await using var zip = await OpenAsync(archive, options, cancellationToken);
        budget.CheckEntries(zip.Entries.Count);
        for (var index = (int)Math.Min(from.Entries, zip.Entries.Count); index < zip.Entries.Count; index++)
        {
            var entry = zip.Entries[index];
            // Some programs separate folders as Windows does, against the format's rules.
            var name = EntryFiles.NameOf(entry.FullName.Replace('\\', '/'));
            if (name.EndsWith('/'))
                continue;
            var (content, refusal) = await ContentAsync(entry, name, budget, cancellationToken);
            yield return new ImportEntry(name, content, refusal, new ImportCursor(index + 1, null, budget.Used, (index + 1.0) / zip.Entries.Count));
        }
    }

    private static async Task<(byte[]? Content, string? Refusal)> ContentAsync(
        ZipArchiveEntry entry, string name, UnpackingBudget budget, CancellationToken cancellationToken)
    {
        if (EntryFiles.Refusal(name, entry.Length) is { } refusal)
            return (null, refusal);
        if (entry.IsEncrypted)
            return (null, $"\"{Printable.Shorten(name)}\" is encrypted: pack it without a password.");
        try
        {
            await using var unpacked = new MeteredStream(await entry.OpenAsync(cancellationToken), budget.Spend);
            return await EntryFiles.ReadAsync(unpacked, cancellationToken) is { } content ? (content, null) : (null, EntryFiles.TooLarge(name));
        }
        catch (Exception e) when (EntryFiles.IsBroken(e))
        {
            return (null, $"\"{Printable.Shorten(name)}\" cannot be unpacked, because the archive is broken there: pack it again.");
        }
    }

    private static async Task<ZipArchive> OpenAsync(Stream archive, DatasetOptions options, CancellationToken cancellationToken)
    {
        var directory = new BoundedReads(archive, (long)DirectoryBytesPerEntry * Math.Max(1024, options.MaxEntries));
        try
        {
            var zip = await ZipArchive.CreateAsync(directory, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken);
            _ = zip.Entries.Count;
            directory.Lift();
            return zip;
        }
        catch (Exception e) when (EntryFiles.IsBroken(e))
        {
            throw EntryFiles.Broken("zip", 0, e);
        }
    }
}
