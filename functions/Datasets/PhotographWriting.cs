using Azure;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Api;
using CloudRestore.Core.Datasets;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Datasets.Entries;
using CloudRestore.Imaging.Photographs;

namespace CloudRestore.Functions.Datasets;

/// <summary>Adds the files of an import to its dataset: each content once, under the name that it came with first.</summary>
/// <param name="storage">The storage account.</param>
/// <param name="start">The import.</param>
/// <param name="contents">The dataset as it is; kept up to date.</param>
/// <param name="limits">The limits.</param>
internal sealed class PhotographWriting(StorageClients storage, ImportStart start, DatasetContents contents, DatasetOptions limits)
{
    // A photograph of the largest size takes some hundred megabytes once decoded.
    private const int DecodedAtOnce = 2;
    private const int WrittenAtOnce = 8;

    /// <summary>Adds a batch.</summary>
    /// <param name="batch">The files.</param>
    /// <param name="progress">How far the import was before it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How far it is after it.</returns>
    public async Task<ImportProgress> AddAsync(IReadOnlyList<ImportEntry> batch, ImportProgress progress, CancellationToken cancellationToken)
    {
        var inspected = new (InspectedPhotograph? Photograph, string? Refusal)[batch.Count];
        await ForEachAsync(batch.Count, DecodedAtOnce, (i, _) =>
        {
            inspected[i] = Inspect(batch[i]);
            return ValueTask.CompletedTask;
        }, cancellationToken);

        var (rejected, duplicates, wanted) = (new List<RejectedFile>(), new List<DuplicateFile>(), new List<(InspectedPhotograph Photograph, string Origin)>());
        var (added, bytes, already) = (0, 0L, 0);
        foreach (var (entry, (photograph, refusal)) in batch.Zip(inspected))
        {
            if (photograph is null)
                rejected.Add(new RejectedFile(entry.Name, refusal!));
            else if (contents.Find(photograph.Name) is { } there)
                Meet(photograph, there, OriginOf(entry));
            else if (contents.NameOf(photograph.Sha256) is { } same)
                duplicates.Add(new DuplicateFile(photograph.Name, same));
            else if (contents.Photographs.Count >= limits.MaxEntries)
                rejected.Add(new RejectedFile(photograph.Name, FormattableString.Invariant($"\"{Printable.Shorten(photograph.Name)}\" is one too many: a dataset holds {limits.MaxEntries:N0} files.")));
            else
                Want(photograph, OriginOf(entry));
        }

        var taken = new InspectedPhotograph?[wanted.Count];
        await ForEachAsync(wanted.Count, WrittenAtOnce, async (i, token) =>
            taken[i] = await WriteAsync(wanted[i].Photograph, wanted[i].Origin, token) ? null : wanted[i].Photograph, cancellationToken);
        foreach (var photograph in taken.OfType<InspectedPhotograph>())
        {
            (added, bytes) = (added - 1, bytes - photograph.Content.Length);
            rejected.Add(NameTaken(photograph.Name));
        }

        var parts = progress.Parts;
        if (rejected.Count + duplicates.Count > 0)
        {
            await storage.Blob(Containers.Datasets, DatasetBlobs.ImportFindings(start.Dataset, start.Import, parts++))
                .WriteJsonAsync(new ImportFindings(rejected, duplicates), cancellationToken);
        }

        var next = batch[^1].Next;
        return progress with
        {
            Entries = next.Entries,
            After = next.After,
            UnpackedBytes = next.UnpackedBytes,
            Share = next.Share,
            Added = progress.Added + added,
            AddedBytes = progress.AddedBytes + bytes,
            AlreadyThere = progress.AlreadyThere + already,
            Duplicates = progress.Duplicates + duplicates.Count,
            Rejected = progress.Rejected + rejected.Count,
            Parts = parts,
        };

        void Meet(InspectedPhotograph photograph, StoredPhotograph there, string origin)
        {
            if (there.Sha256 is null)
                already++;
            else if (there.Sha256 != photograph.Sha256)
                rejected.Add(NameTaken(photograph.Name));
            else if (contents.IsFrom(there.Name, origin))
                (added, bytes) = (added + 1, bytes + there.Bytes);
            else
                already++;
        }

        void Want(InspectedPhotograph photograph, string origin)
        {
            wanted.Add((photograph, origin));
            contents.Add(new StoredPhotograph(photograph.Name, photograph.Content.Length, "", default, photograph.Sha256, photograph.Width, photograph.Height), origin);
            (added, bytes) = (added + 1, bytes + photograph.Content.Length);
        }
    }

    private string OriginOf(ImportEntry entry) => $"{start.Import}.{entry.Next.Entries}";

    private static Task ForEachAsync(int count, int atOnce, Func<int, CancellationToken, ValueTask> step, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken }, step);

    private static (InspectedPhotograph? Photograph, string? Refusal) Inspect(ImportEntry entry)
    {
        if (entry.Content is null)
            return (null, entry.Refusal);
        try
        {
            return (PhotographInspection.Inspect(entry.Content, entry.Name), null);
        }
        catch (Exception e) when (e is PhotographException or InvalidNameException)
        {
            return (null, e.Message);
        }
    }

    private static RejectedFile NameTaken(string name) =>
        new(name, $"\"{Printable.Shorten(name)}\" is the name of another photograph of the dataset: give it another name, or replace that one.");

    // False if somebody else put another photograph there in the meantime.
    private async Task<bool> WriteAsync(InspectedPhotograph photograph, string origin, CancellationToken cancellationToken)
    {
        var blob = storage.Blob(Containers.Datasets, DatasetBlobs.Original(start.Dataset, photograph.Name));
        try
        {
            var options = new BlobUploadOptions
            {
                Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
                Metadata = photograph.Metadata(origin),
            };
            await blob.UploadAsync(BinaryData.FromBytes(photograph.Content), options, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            var there = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return there.Metadata.TryGetValue(DatasetBlobs.HashMetadata, out var hash) && hash == photograph.Sha256;
        }
    }
}
