using Azure;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Datasets;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Records;

namespace CloudRestore.Functions.Datasets;

/// <summary>The records of datasets in storage.</summary>
/// <param name="storage">The storage account.</param>
/// <param name="time">The clock.</param>
public sealed class DatasetRecords(StorageClients storage, TimeProvider time)
{
    /// <summary>The refusal for a dataset that is not there.</summary>
    public static RequestRefusedException Missing(string name) =>
        new(404, $"There is no dataset '{Printable.Shorten(name)}': GET /api/datasets lists them, POST /api/datasets makes one.");

    /// <summary>A dataset's record with its ETag, or null.</summary>
    /// <param name="name">The dataset.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Versioned<DatasetRecord>?> FindAsync(string name, CancellationToken cancellationToken) =>
        Identifier.IsValid(name) ? await Blob(name).ReadJsonWithETagAsync<DatasetRecord>(cancellationToken) : null;

    /// <summary>A dataset to change: one that has photographs and no record is given one.</summary>
    /// <param name="name">The dataset.</param>
    /// <param name="requestId">The request that wants to change it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestRefusedException">There is none, or it is being deleted.</exception>
    public async Task<Versioned<DatasetRecord>> RequireAsync(string name, string requestId, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken) is null && Identifier.IsValid(name) && await HasFilesAsync(name, cancellationToken))
            await CreateAsync(New(name, requestId), cancellationToken);
        var found = await FindAsync(name, cancellationToken) ?? throw Missing(name);
        return found.Value.IsBeingDeleted ? throw BeingDeleted(name) : found;
    }

    /// <summary>A record for a dataset.</summary>
    public DatasetRecord New(string name, string requestId) => new() { Name = name, RequestId = requestId, CreatedAt = time.GetUtcNow() };

    /// <summary>Creates a record unless there is one.</summary>
    /// <returns>Whether it was created now.</returns>
    public Task<bool> CreateAsync(DatasetRecord record, CancellationToken cancellationToken) => Blob(record.Name).CreateJsonAsync(record, cancellationToken);

    /// <summary>Replaces the record that had <paramref name="etag"/>.</summary>
    /// <returns>Whether it was replaced; false when somebody else wrote first.</returns>
    public Task<bool> ReplaceAsync(DatasetRecord record, ETag etag, CancellationToken cancellationToken) =>
        Blob(record.Name).ReplaceJsonAsync(record, etag, cancellationToken);

    /// <summary>Whether a dataset holds files.</summary>
    public async Task<bool> HasFilesAsync(string name, CancellationToken cancellationToken)
    {
        var files = storage.Container(Containers.Datasets)
            .GetBlobsAsync(BlobTraits.None, BlobStates.None, DatasetBlobs.Originals(name), cancellationToken);
        await foreach (var page in files.AsPages(pageSizeHint: 1))
        {
            if (page.Values.Count > 0)
                return true;
        }

        return false;
    }

    /// <summary>The names of all folders that may be datasets.</summary>
    public async Task<List<string>> NamesAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        var folders = storage.Container(Containers.Datasets).GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", null, cancellationToken);
        await foreach (var folder in folders)
        {
            if (folder.IsPrefix && folder.Prefix.TrimEnd('/') is { } name && Identifier.IsValid(name))
                names.Add(name);
        }

        return names;
    }

    /// <summary>The refusal for a dataset that is going away.</summary>
    public static RequestRefusedException BeingDeleted(string name) => new(409, $"The dataset '{name}' is being deleted: wait until it is gone, or choose another name.");

    private Azure.Storage.Blobs.BlobClient Blob(string name) => storage.Blob(Containers.Datasets, DatasetBlobs.Record(name));
}
