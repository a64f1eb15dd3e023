using CloudRestore.Core.Api;
using CloudRestore.Core.Datasets;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Records;
using CloudRestore.Functions.Training;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Datasets;

/// <summary>What the API shows of datasets.</summary>
public sealed class DatasetCatalog
{
    private const int ReadsAtOnce = 16;

    private readonly StorageClients _storage;
    private readonly DatasetRecords _records;
    private readonly DatasetImports _imports;

    /// <summary>Made by the host.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="records">The records of datasets.</param>
    /// <param name="imports">Shows imports.</param>
    public DatasetCatalog(StorageClients storage, DatasetRecords records, DatasetImports imports) => (_storage, _records, _imports) = (storage, records, imports);

    /// <summary>A dataset, or null if there is none.</summary>
    /// <param name="name">The dataset.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Dataset?> ShowAsync(string name, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (!Core.Naming.Identifier.IsValid(name))
            return null;
        var record = (await _records.FindAsync(name, cancellationToken))?.Value;
        var contents = await DatasetContents.ReadAsync(_storage, name, cancellationToken);
        if (record is null && contents.Photographs.Count == 0)
            return null;
        var uninspected = contents.Photographs.Count(photograph => photograph.Sha256 is null);
        return new Dataset
        {
            Name = name,
            CreatedAt = record?.CreatedAt,
            Photographs = contents.Photographs.Count,
            Bytes = contents.Photographs.Sum(photograph => photograph.Bytes),
            Splits = contents.Splits(),
            Uninspected = uninspected,
            Duplicates = contents.Photographs.Count - uninspected - contents.Distinct,
            Problem = contents.Distinct + uninspected < HeldOutSplit.MinPhotographs ? Problem(name, contents.Distinct + uninspected) : null,
            Import = record?.Import is { } import ? await _imports.ShowAsync(name, import.Id, client, cancellationToken) : null,
        };
    }

    /// <summary>A page of datasets, newest first; those without a record come last.</summary>
    internal async Task<Page<DatasetSummary>> PageAsync(PageRequest page, CancellationToken cancellationToken)
    {
        var names = await _records.NamesAsync(cancellationToken);
        var found = new DatasetSummary?[names.Count];
        var reading = new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, names.Count), reading, async (i, token) => found[i] = await SummaryAsync(names[i], token));
        var (items, continuation) = await page.TakeAsync(
            found.OfType<DatasetSummary>().OrderByDescending(KeyOf, StringComparer.Ordinal), KeyOf, dataset => Task.FromResult<DatasetSummary?>(dataset));
        return new Page<DatasetSummary>(items, continuation);
    }

    private static string KeyOf(DatasetSummary dataset) => PageRequest.KeyOf(dataset.CreatedAt ?? DateTimeOffset.MinValue, dataset.Name);

    private static string Problem(string name, int photographs) => photographs == 0
        ? DatasetManifests.NoFiles(name)
        : $"The dataset '{name}' holds {photographs} different photographs, and at least {HeldOutSplit.MinPhotographs} are needed: add some.";

    // One spoilt record must not hide the others; whoever asks for it by its name is told.
    private async Task<DatasetSummary?> SummaryAsync(string name, CancellationToken cancellationToken)
    {
        DatasetRecord? record;
        try
        {
            record = (await _records.FindAsync(name, cancellationToken))?.Value;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }

        return record is not null ? new DatasetSummary(name, record.CreatedAt, record.Import?.Id)
            : await _records.HasFilesAsync(name, cancellationToken) ? new DatasetSummary(name)
            : null;
    }
}
