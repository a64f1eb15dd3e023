using Azure;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Http;
using CloudRestore.Functions.Records;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Datasets;

/// <summary>Deletes datasets. The record goes last, so that a deletion that was interrupted is known and ended by the sweep.</summary>
public sealed class DatasetDeletion
{
    private const int AtOnce = 16;

    private readonly StorageClients _storage;
    private readonly DatasetRecords _records;
    private readonly DatasetImports _imports;
    private readonly DatasetCatalog _catalog;
    private readonly DatasetUse _use;

    /// <summary>Made by the host.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="records">The records of datasets.</param>
    /// <param name="imports">Knows whether an import is under way.</param>
    /// <param name="catalog">Shows datasets.</param>
    /// <param name="use">Knows the runs that need a dataset.</param>
    public DatasetDeletion(StorageClients storage, DatasetRecords records, DatasetImports imports, DatasetCatalog catalog, DatasetUse use) =>
        (_storage, _records, _imports, _catalog, _use) = (storage, records, imports, catalog, use);

    /// <summary>Deletes a dataset with everything that was made of it; runs and models stay.</summary>
    /// <param name="name">The dataset.</param>
    /// <param name="condition">The state that the caller read.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up; the sweep goes on.</param>
    /// <exception cref="RequestRefusedException">There is none, it has changed, or something uses it.</exception>
    internal async Task DeleteAsync(string name, IfMatch condition, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var shown = await _catalog.ShowAsync(name, client, cancellationToken) ?? throw DatasetRecords.Missing(name);
        if ((await _records.FindAsync(name, cancellationToken))?.Value is not { IsBeingDeleted: true })
        {
            condition.Require(ConditionalAnswers.TagOf(shown), "this dataset");
            await MarkAsync(name, client, cancellationToken);
        }

        await FinishAsync(name, cancellationToken);
    }

    /// <summary>Deletes what is left of a dataset whose deletion has begun.</summary>
    /// <param name="name">The dataset.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task FinishAsync(string name, CancellationToken cancellationToken)
    {
        if (await _records.FindAsync(name, cancellationToken) is not { Value.IsBeingDeleted: true } record)
            return;
        var container = _storage.Container(Containers.Datasets);
        var mark = container.GetBlobClient(DatasetBlobs.Record(name));
        // What is newer than the mark belongs to a dataset of the same name that came after it.
        var begun = (await mark.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.LastModified;
        var deleting = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(container.GetBlobsAsync(BlobTraits.None, BlobStates.None, DatasetBlobs.Folder(name), cancellationToken), deleting, async (blob, token) =>
        {
            if (blob.Name != mark.Name && blob.Properties.LastModified <= begun)
                await DeleteAsync(container.GetBlobClient(blob.Name), blob.Properties.ETag, token);
        });
        await DeleteAsync(mark, record.ETag, cancellationToken);
    }

    // Marked first and looked at afterwards, so that an import that is accepted meanwhile is either seen or refused.
    private async Task MarkAsync(string name, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var (record, etag) = await _records.RequireAsync(name, "deletion", cancellationToken);
        if (record.Import is { } import && !await _imports.IsOverAsync(name, import, client, cancellationToken))
            throw new RequestRefusedException(409, $"The import '{import.Id}' into this dataset is under way: wait until it has ended, or cancel it.");
        if (!await _records.ReplaceAsync(record with { IsBeingDeleted = true }, etag, cancellationToken))
            throw new RequestRefusedException(409, $"The dataset '{name}' has just been changed by another request: look at it and try again.");
        try
        {
            await _use.RequireNoneAsync(name, client, cancellationToken);
        }
        catch (RequestRefusedException)
        {
            if (await _records.FindAsync(name, cancellationToken) is { } marked)
                await _records.ReplaceAsync(marked.Value with { IsBeingDeleted = false }, marked.ETag, cancellationToken);
            throw;
        }
    }

    private static async Task DeleteAsync(Azure.Storage.Blobs.BlobClient blob, ETag? etag, CancellationToken cancellationToken)
    {
        try
        {
            await blob.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, new BlobRequestConditions { IfMatch = etag }, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            // It is another blob of that name by now.
        }
    }
}
