using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Api;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Http;
using CloudRestore.Functions.Records;
using CloudRestore.Imaging.Photographs;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Datasets;

/// <summary>Single photographs of a dataset: list, put, delete.</summary>
public sealed class DatasetPhotographs
{
    private readonly StorageClients _storage;
    private readonly DatasetRecords _records;
    private readonly DatasetUse _use;

    /// <summary>Made by the host.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="records">The records of datasets.</param>
    /// <param name="use">Knows the runs that need a dataset.</param>
    public DatasetPhotographs(StorageClients storage, DatasetRecords records, DatasetUse use) => (_storage, _records, _use) = (storage, records, use);

    /// <summary>A page of photographs, newest first.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="page">Which page.</param>
    /// <param name="split">Only those of a split, or null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestRefusedException">There is no such dataset.</exception>
    internal async Task<Core.Api.Page<StoredPhotograph>> PageAsync(string dataset, PageRequest page, string? split, CancellationToken cancellationToken)
    {
        if (!Identifier.IsValid(dataset))
            throw DatasetRecords.Missing(dataset);
        var contents = await DatasetContents.ReadAsync(_storage, dataset, cancellationToken);
        if (contents.Photographs.Count == 0 && await _records.FindAsync(dataset, cancellationToken) is null)
            throw DatasetRecords.Missing(dataset);
        var sorted = contents.WithSplits().Where(photograph => split is null || photograph.Split == split).OrderByDescending(KeyOf, StringComparer.Ordinal);
        var (items, continuation) = await page.TakeAsync(sorted, KeyOf, photograph => Task.FromResult<StoredPhotograph?>(photograph));
        return new Core.Api.Page<StoredPhotograph>(items, continuation);
    }

    /// <summary>Puts a photograph into a dataset, or another one in its place.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="name">The photograph's name.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="condition">The state that the caller read.</param>
    /// <param name="requestId">The request.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The photograph, its ETag, and whether it is new.</returns>
    /// <exception cref="RequestRefusedException">It cannot be put there.</exception>
    internal async Task<(StoredPhotograph Photograph, ETag ETag, bool Created)> PutAsync(
        string dataset, string name, byte[] content, IfMatch condition, string requestId, DurableTaskClient client, CancellationToken cancellationToken)
    {
        await _records.RequireAsync(dataset, requestId, cancellationToken);
        var photograph = Inspect(content, name);
        var contents = await DatasetContents.ReadAsync(_storage, dataset, cancellationToken);
        if (contents.NameOf(photograph.Sha256) is { } same && same != name)
            throw new RequestRefusedException(409, $"The dataset holds this photograph as \"{Printable.Shorten(same)}\", and each content once.");
        var before = contents.Find(name);
        var known = before is null ? (ETag?)null : new ETag(before.ETag);
        condition.Require(known, "this photograph");
        if (before is not null && before.Sha256 == photograph.Sha256)
            return (Described(photograph, known!.Value, before.CreatedAt), known.Value, false);
        if (before is not null)
            await _use.RequireNoneAsync(dataset, client, cancellationToken);

        var blob = Blob(dataset, name);
        var options = new BlobUploadOptions
        {
            Conditions = known is { } old ? new BlobRequestConditions { IfMatch = old } : new BlobRequestConditions { IfNoneMatch = ETag.All },
            Metadata = photograph.Metadata(null),
        };
        try
        {
            var written = (await blob.UploadAsync(BinaryData.FromBytes(content), options, cancellationToken)).Value;
            await RequireDatasetAsync(dataset, blob, written.ETag, cancellationToken);
            return (Described(photograph, written.ETag, before?.CreatedAt ?? written.LastModified), written.ETag, before is null);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            throw Raced(name);
        }
    }

    /// <summary>Deletes a photograph.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="name">The photograph's name.</param>
    /// <param name="condition">The state that the caller read.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestRefusedException">There is none, it has changed, or a run uses it.</exception>
    internal async Task DeleteAsync(string dataset, string name, IfMatch condition, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (!Identifier.IsValid(dataset) || !PhotographName.IsValid(name))
            throw Missing(dataset, name);
        var blob = Blob(dataset, name);
        try
        {
            var etag = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ETag;
            condition.Require(etag, "this photograph");
            await _use.RequireNoneAsync(dataset, client, cancellationToken);
            await blob.DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, new BlobRequestConditions { IfMatch = etag }, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            throw Missing(dataset, name);
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            throw Raced(name);
        }
    }

    private static InspectedPhotograph Inspect(byte[] content, string name)
    {
        try
        {
            return PhotographInspection.Inspect(content, name);
        }
        catch (Exception e) when (e is PhotographException or InvalidNameException)
        {
            throw new RequestRefusedException(400, e.Message);
        }
    }

    private static StoredPhotograph Described(InspectedPhotograph photograph, ETag etag, DateTimeOffset createdAt) =>
        new(photograph.Name, photograph.Content.Length, etag.Unquoted(), createdAt, photograph.Sha256, photograph.Width, photograph.Height);

    // A page's keys hold no names: those may have any letters.
    private static string KeyOf(StoredPhotograph photograph) =>
        PageRequest.KeyOf(photograph.CreatedAt, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(photograph.Name))));

    private static RequestRefusedException Missing(string dataset, string name) =>
        new(404, $"The dataset '{Printable.Shorten(dataset)}' has no photograph '{Printable.Shorten(name)}'.");

    private static RequestRefusedException Raced(string name) =>
        new(412, $"The photograph '{Printable.Shorten(name)}' has just been changed by another request: read it again and decide anew.");

    // The dataset's deletion may have begun in between, and passed over what came after it.
    private async Task RequireDatasetAsync(string dataset, Azure.Storage.Blobs.BlobClient blob, ETag etag, CancellationToken cancellationToken)
    {
        if ((await _records.FindAsync(dataset, cancellationToken))?.Value is { IsBeingDeleted: false })
            return;
        await blob.DeleteIfExistsAsync(DeleteSnapshotsOption.None, new BlobRequestConditions { IfMatch = etag }, cancellationToken);
        throw DatasetRecords.BeingDeleted(dataset);
    }

    private Azure.Storage.Blobs.BlobClient Blob(string dataset, string name) => _storage.Blob(Containers.Datasets, DatasetBlobs.Original(dataset, name));
}
