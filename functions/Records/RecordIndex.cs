using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
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
internal sealed partial class RecordIndex<T>(StorageClients storage, string container, Func<string, string> requestPath, Func<T, DateTimeOffset> createdAt)
    where T : class
{
    /// <summary>The largest page.</summary>
    public const int MaxTop = 200;

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
        var folders = storage.Container(container).GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", null, cancellationToken);
        await foreach (var folder in folders)
        {
            if (folder.IsPrefix && folder.Prefix.TrimEnd('/') is { } id && RecordIds.IsRecord(id))
                ids.Add(id);
        }

        return ids;
    }

    /// <summary>One page of records, newest first.</summary>
    /// <param name="top">The size of the page, 1 to <see cref="MaxTop"/>; null or empty for 50.</param>
    /// <param name="continuation">What the page before gave, or null.</param>
    /// <param name="show">Makes the item, or null to leave the record out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestRefusedException"><paramref name="top"/> or <paramref name="continuation"/> is wrong.</exception>
    public async Task<Page<TItem>> PageAsync<TItem>(
        string? top, string? continuation, Func<string, T, CancellationToken, Task<TItem?>> show, CancellationToken cancellationToken)
        where TItem : class
    {
        var size = 50;
        if (!string.IsNullOrEmpty(top) && (!int.TryParse(top, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size is < 1 or > MaxTop))
            throw new RequestRefusedException(400, $"'top' must be a whole number from 1 to {MaxTop}.");
        if (!string.IsNullOrEmpty(continuation) && !Continuation().IsMatch(continuation))
            throw new RequestRefusedException(400, "'continuation' must be what the page before gave; leave it out for the first page.");

        var found = new ConcurrentBag<(string Key, string Id, T Request)>();
        var reading = new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(await IdsAsync(cancellationToken), reading, async (id, token) =>
        {
            if (await ReadableAsync(id, token) is { } request)
                found.Add((Key(createdAt(request), id), id, request));
        });

        var items = new List<TItem>();
        string? last = null;
        foreach (var (key, id, request) in found.OrderByDescending(record => record.Key, StringComparer.Ordinal))
        {
            if (!string.IsNullOrEmpty(continuation) && string.CompareOrdinal(key, continuation) >= 0)
                continue;
            if (items.Count == size)
                return new Page<TItem>(items, last);
            if (await show(id, request, cancellationToken) is { } item)
                items.Add(item);
            last = key;
        }

        return new Page<TItem>(items, null);
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

    [GeneratedRegex(@"\A\d{19}_[a-z0-9-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Continuation();

    private static string Key(DateTimeOffset at, string id) => FormattableString.Invariant($"{at.UtcTicks:D19}_{id}");
}
