using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Api;
using CloudRestore.Core.Storage;

namespace CloudRestore.Functions.Records;

/// <summary>
/// Finds the records of a container: one folder each, with a request that never changes. So a request is read once per process, and a listing
/// of folders is all that a page costs after that.
/// </summary>
/// <param name="storage">The storage account.</param>
/// <param name="container">The container.</param>
/// <param name="requestPath">The path of a record's request.</param>
/// <param name="createdAt">When a record was asked for.</param>
/// <param name="folder">The folder that holds the records' folders, ending with <c>/</c>; null for the container itself.</param>
internal sealed class RecordIndex<T>(
    StorageClients storage, string container, Func<string, string> requestPath, Func<T, DateTimeOffset> createdAt, string? folder = null)
    where T : class
{
    private const int ReadsAtOnce = 16;

    private readonly ConcurrentDictionary<string, T> _requests = new(StringComparer.Ordinal);

    /// <summary>A record's request, or null.</summary>
    public async Task<T?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (_requests.TryGetValue(id, out var known))
            return known;
        if (!RecordIds.IsRecord(id))
            return null;
        var request = await storage.Blob(container, requestPath(id)).ReadJsonAsync<T>(cancellationToken);
        if (request is not null)
            _requests[id] = request;
        return request;
    }

    /// <summary>The ids of all folders that may be records.</summary>
    public async Task<List<string>> IdsAsync(CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        var folders = storage.Container(container).GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", folder, cancellationToken);
        await foreach (var found in folders)
        {
            if (found.IsPrefix && found.Prefix[(folder?.Length ?? 0)..].TrimEnd('/') is { } id && RecordIds.IsRecord(id))
                ids.Add(id);
        }

        return ids;
    }

    /// <summary>One page of records, newest first.</summary>
    /// <param name="page">Which page.</param>
    /// <param name="show">Makes the item, or null to leave the record out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Page<TItem>> PageAsync<TItem>(PageRequest page, Func<string, T, CancellationToken, Task<TItem?>> show, CancellationToken cancellationToken)
        where TItem : class
    {
        var found = new ConcurrentBag<(string Key, string Id, T Request)>();
        var reading = new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(await IdsAsync(cancellationToken), reading, async (id, token) =>
        {
            if (await ReadableAsync(id, token) is { } request)
                found.Add((PageRequest.KeyOf(createdAt(request), id), id, request));
        });

        var (items, continuation) = await page.TakeAsync(
            found.OrderByDescending(record => record.Key, StringComparer.Ordinal),
            record => record.Key,
            record => show(record.Id, record.Request, cancellationToken));
        return new Page<TItem>(items, continuation);
    }

    // One spoilt record must not hide the others; whoever asks for it by its id is told.
    private async Task<T?> ReadableAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(id, cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
