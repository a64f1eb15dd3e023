using System.Collections.Concurrent;
using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Api;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Webhooks;
using CloudRestore.Functions.Http;
using CloudRestore.Functions.Records;
using CloudRestore.Functions.Webhooks;
using CloudRestore.Imaging.Photographs;
using Microsoft.AspNetCore.Http;

namespace CloudRestore.Functions.Restorations;

/// <summary>Makes the record of a restoration from an HTTP request, or refuses it with one sentence.</summary>
public sealed class RestorationRequests
{
    /// <summary>The largest list of names, in bytes of JSON.</summary>
    internal const long MaxListBytes = 4 * 1024 * 1024;

    private const int MaxPhotographs = 10_000;
    private const int ReadsAtOnce = 16;
    private const string Prefix = "restoration";
    private const string HashMetadata = "sha256";

    private readonly StorageClients _storage;
    private readonly RestorationRecords _restorations;
    private readonly UploadListing _uploads;
    private readonly WebhookAcceptance _webhooks;
    private readonly TimeProvider _time;

    /// <summary>Made by the host.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="restorations">The records of restorations.</param>
    /// <param name="uploads">Finds photographs by prefix.</param>
    /// <param name="webhooks">Takes webhooks.</param>
    /// <param name="time">The clock.</param>
    public RestorationRequests(StorageClients storage, RestorationRecords restorations, UploadListing uploads, WebhookAcceptance webhooks, TimeProvider time) =>
        (_storage, _restorations, _uploads, _webhooks, _time) = (storage, restorations, uploads, webhooks, time);

    /// <summary>The id of a restoration for which the caller gives none.</summary>
    /// <param name="requestId">The request.</param>
    public static string IdOf(string requestId) => RecordIds.Choose(null, Prefix, requestId);

    /// <summary>Photographs that are in <c>uploads</c>.</summary>
    /// <param name="body">What is asked for.</param>
    /// <param name="requestId">The request, after which a restoration without id is named.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The record, and the model that was named.</returns>
    /// <exception cref="RequestRefusedException">It cannot be accepted.</exception>
    public async Task<(RestorationRequest Request, string? Model)> OfUploadsAsync(StartRestoration body, string requestId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        var id = RecordIds.Choose(body.Id, Prefix, requestId);
        var names = body.Photographs ?? [];
        if (!string.IsNullOrEmpty(body.Prefix))
            return await OfPrefixAsync(body, id, cancellationToken);
        if (names.Count is 0 or > MaxPhotographs)
            throw new RequestRefusedException(400, $"\"photographs\" must name 1 to {MaxPhotographs} photographs of the container uploads.");
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count)
            throw new RequestRefusedException(400, "\"photographs\" names a photograph twice.");
        foreach (var name in names)
            Named(name);
        var size = SizeOf(body);
        var webhook = await WebhookAsync(body.Webhook, id, cancellationToken);

        // A repeated call is the same restoration also when an upload was replaced or deleted meanwhile.
        var isKnown = await _restorations.Index.FindAsync(id, cancellationToken) is not null;
        var etags = isKnown ? [] : await ETagsAsync(names, cancellationToken);
        var photographs = names.Select(name => Photograph(name, etags.GetValueOrDefault(name)));
        return (await RecordAsync(id, [.. photographs], body.Model, size, cancellationToken) with { Webhook = webhook }, body.Model);
    }

    /// <summary>The photograph in the request's body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="requestId">The request's id, after which a restoration without id is named.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The record, and the model that was named.</returns>
    /// <exception cref="RequestRefusedException">It cannot be accepted.</exception>
    public async Task<(RestorationRequest Request, string? Model)> OfBodyAsync(HttpRequest request, string requestId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var query = request.Query;
        var id = RecordIds.Choose(query["id"], Prefix, requestId);
        var name = (string?)query["name"];
        if (string.IsNullOrEmpty(name))
            throw new RequestRefusedException(400, "Say what the photograph is called: add ?name=cat.jpg, or send JSON to restore photographs of the container uploads.");
        Named(name);
        if (OutputSize.Read(query["size"], query["scale"], out var size) is { } problem)
            throw new RequestRefusedException(400, problem);
        var model = query["model"] is [{ Length: > 0 } asked] ? asked : null;
        var webhook = await WebhookAsync(query.TryGetValue("webhook", out var address) ? new AskWebhook(address.ToString()) : null, id, cancellationToken);

        var bytes = await Answers.ReadBytesAsync(request, PhotographLimits.Default.MaxBytes, "The photograph", cancellationToken);
        try
        {
            PhotographReader.ReadHeader(bytes, name);
        }
        catch (PhotographException e)
        {
            throw new RequestRefusedException(400, e.Message);
        }

        var pinned = await RecordAsync(id, [], model, size, cancellationToken);
        var source = new BlobAddress(Containers.Jobs, JobBlobs.Input(id, name));
        var etag = await StoreAsync(source, bytes, id, cancellationToken);
        var photograph = new RequestedPhotograph(name, source, etag, new BlobAddress(Containers.Restored, RestoredBlobs.OfRequest(id, name)));
        return (pinned with { Photographs = [photograph], Webhook = webhook }, model);
    }

    private async Task<(RestorationRequest Request, string? Model)> OfPrefixAsync(StartRestoration body, string id, CancellationToken cancellationToken)
    {
        if (body.Photographs is { Count: > 0 })
            throw new RequestRefusedException(400, "Give either \"photographs\" or a \"prefix\", not both.");
        var size = SizeOf(body);
        var webhook = await WebhookAsync(body.Webhook, id, cancellationToken);

        // A repeated call is the same restoration also when other photographs were uploaded meanwhile.
        var known = await _restorations.Index.FindAsync(id, cancellationToken);
        var photographs = known?.Photographs
            ?? [.. (await _uploads.FindAsync(body.Prefix!, MaxPhotographs, cancellationToken)).Select(found => Photograph(found.Name, found.ETag))];
        return (await RecordAsync(id, photographs, body.Model, size, cancellationToken) with { Prefix = body.Prefix, Webhook = webhook, List = known?.List }, body.Model);
    }

    private static OutputSize SizeOf(StartRestoration body)
    {
        var size = new OutputSize(body.Size, body.Scale);
        return size.Problem() is { } problem ? throw new RequestRefusedException(400, problem) : size;
    }

    private static RequestedPhotograph Photograph(string name, string? etag) => new(
        name, new BlobAddress(Containers.Uploads, name), etag, new BlobAddress(Containers.Restored, RestoredBlobs.OfUpload(name)));

    private static void Named(string? name)
    {
        try
        {
            PhotographName.Require(name);
        }
        catch (InvalidNameException e)
        {
            throw new RequestRefusedException(400, e.Message);
        }
    }

    private async Task<WebhookRequest?> WebhookAsync(AskWebhook? asked, string id, CancellationToken cancellationToken)
    {
        var webhook = _webhooks.Read(asked);
        if (await _restorations.Index.FindAsync(id, cancellationToken) is null)
            await _webhooks.RequireCallableAsync(webhook, cancellationToken);
        return webhook;
    }

    private async Task<RestorationRequest> RecordAsync(
        string id, IReadOnlyList<RequestedPhotograph> photographs, string? model, OutputSize size, CancellationToken cancellationToken) => new()
        {
            Id = id,
            Photographs = photographs,
            Model = (await _restorations.Index.FindAsync(id, cancellationToken))?.Model ?? await _restorations.PinModelAsync(model, cancellationToken),
            Size = size,
            CreatedAt = _time.GetUtcNow(),
        };

    private async Task<string> StoreAsync(BlobAddress source, byte[] bytes, string id, CancellationToken cancellationToken)
    {
        var blob = _storage.Blob(source);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        try
        {
            var options = new BlobUploadOptions
            {
                Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
                Metadata = new Dictionary<string, string> { [HashMetadata] = hash },
            };
            return (await blob.UploadAsync(BinaryData.FromBytes(bytes), options, cancellationToken)).Value.ETag.Unquoted();
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            var there = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return there.Metadata.TryGetValue(HashMetadata, out var known) && known == hash
                ? there.ETag.Unquoted()
                : throw new RequestRefusedException(409, $"The restoration '{id}' exists with another photograph of this name: choose another id.");
        }
    }

    private async Task<ConcurrentDictionary<string, string>> ETagsAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var etags = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var reading = new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(names, reading, async (name, token) =>
        {
            try
            {
                var properties = await _storage.Blob(Containers.Uploads, name).GetPropertiesAsync(cancellationToken: token);
                etags[name] = properties.Value.ETag.Unquoted();
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                throw new RequestRefusedException(404, $"There is no photograph '{Printable.Shorten(name)}' in the container uploads.");
            }
        });
        return etags;
    }
}
