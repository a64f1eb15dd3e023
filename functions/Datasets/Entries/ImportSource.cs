using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Datasets;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Orchestrations;

namespace CloudRestore.Functions.Datasets.Entries;

/// <summary>Opens what an import reads: a folder, or an archive of whatever kind. An archive streams by range reads; nothing of it is kept on a disk.</summary>
internal static class ImportSource
{
    private const int BufferBytes = 4 << 20;
    private const int TarMagicAt = 257;

    /// <summary>The files of a source after a cursor.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="import">The import.</param>
    /// <param name="from">Where to go on.</param>
    /// <param name="options">The limits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PermanentFailureException">The source cannot be read, now or later.</exception>
    public static async IAsyncEnumerable<ImportEntry> ReadAsync(
        StorageClients storage, DatasetImport import, ImportCursor from, DatasetOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (import.Source is not { Archive: { } archive, Container: { } container })
        {
            var folder = FolderEntries.ReadAsync(storage.Container(import.Source.Container!), import.Source.Folder!, from, options, cancellationToken);
            await foreach (var entry in folder)
                yield return entry;
            yield break;
        }

        await using var stream = await OpenAsync(storage, container, archive, import.SourceETag, cancellationToken);
        var entries = await KindAsync(stream, cancellationToken) switch
        {
            Kind.Zip => ZipEntries.ReadAsync(stream, from, options, cancellationToken),
            Kind.TarGz => TarEntries.ReadAsync(stream, isCompressed: true, from, options, cancellationToken),
            Kind.Tar => TarEntries.ReadAsync(stream, isCompressed: false, from, options, cancellationToken),
            _ => throw new PermanentFailureException($"The blob {container}/{archive} is no archive that is read here: make a zip, a tar or a tar.gz."),
        };
        await foreach (var entry in entries)
            yield return entry;
    }

    private enum Kind
    {
        Unknown,
        Zip,
        TarGz,
        Tar,
    }

    private static async Task<Stream> OpenAsync(StorageClients storage, string container, string archive, string? etag, CancellationToken cancellationToken)
    {
        var options = new BlobOpenReadOptions(allowModifications: false) { BufferSize = BufferBytes };
        if (etag is not null)
            options.Conditions = new BlobRequestConditions { IfMatch = new ETag(etag) };
        try
        {
            return await storage.Blob(container, archive).OpenReadAsync(options, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            var what = e.Status == 404 ? "was deleted" : "was replaced";
            throw new PermanentFailureException($"The archive {container}/{archive} {what} after the import was asked for: import it again.", e);
        }
    }

    // By content, whatever the name says.
    private static async Task<Kind> KindAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[TarMagicAt + 5];
        var read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        stream.Position = 0;
        return head.AsSpan(0, read) switch
        {
            [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => Kind.Zip,
            [0x1F, 0x8B, ..] => Kind.TarGz,
            var bytes => bytes.Length == head.Length && bytes[TarMagicAt..].SequenceEqual("ustar"u8) ? Kind.Tar : Kind.Unknown,
        };
    }
}
