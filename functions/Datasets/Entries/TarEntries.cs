using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using CloudRestore.Core.Naming;

namespace CloudRestore.Functions.Datasets.Entries;

/// <summary>
/// The files of a tar or tar.gz archive, as they stream by. It can only be read from its beginning, so going on means passing over what is
/// done; that takes no more than unpacking.
/// </summary>
internal static class TarEntries
{
    /// <summary>The files after a cursor.</summary>
    /// <param name="archive">The archive, at its beginning; it can tell its length.</param>
    /// <param name="isCompressed">Whether it is a tar.gz.</param>
    /// <param name="from">Where to go on.</param>
    /// <param name="options">The limits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Orchestrations.PermanentFailureException">The archive is broken, or unpacks to too much.</exception>
    public static async IAsyncEnumerable<ImportEntry> ReadAsync(
        Stream archive, bool isCompressed, ImportCursor from, DatasetOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (what, length) = (isCompressed ? "tar.gz" : "tar", archive.Length);
        var budget = new UnpackingBudget(options, length);
        await using var unpacked = isCompressed
            ? new MeteredStream(new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true), budget.Spend)
            : new MeteredStream(archive, budget.Spend);
        await using var reader = new TarReader(unpacked, leaveOpen: true);
        for (long index = 0; await NextAsync(reader, what, index, cancellationToken) is { } entry; index++)
        {
            budget.CheckEntries(index + 1);
            if (index < from.Entries || entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes)
                continue;
            var name = EntryFiles.NameOf(entry.Name);
            var (content, refusal) = await ContentAsync(entry, name, what, index, cancellationToken);
            yield return new ImportEntry(name, content, refusal, new ImportCursor(index + 1, null, budget.Used, (double)archive.Position / length));
        }
    }

    private static async Task<(byte[]? Content, string? Refusal)> ContentAsync(
        TarEntry entry, string name, string what, long index, CancellationToken cancellationToken)
    {
        if (EntryFiles.Refusal(name, entry.Length) is { } refusal)
            return (null, refusal);
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile))
            return (null, $"\"{Printable.Shorten(name)}\" is a link or a device, and not a file of its own.");
        if (entry.DataStream is null)
            return ([], null);
        try
        {
            return await EntryFiles.ReadAsync(entry.DataStream, cancellationToken) is { } content ? (content, null) : (null, EntryFiles.TooLarge(name));
        }
        catch (Exception e) when (EntryFiles.IsBroken(e))
        {
            throw EntryFiles.Broken(what, index, e);
        }
    }

    private static async Task<TarEntry?> NextAsync(TarReader reader, string what, long index, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.GetNextEntryAsync(copyData: false, cancellationToken);
        }
        catch (Exception e) when (EntryFiles.IsBroken(e))
        {
            throw EntryFiles.Broken(what, index, e);
        }
    }
}
