using Azure;
using CloudRestore.Core.Api;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Models;
using CloudRestore.Functions.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace CloudRestore.Functions.Http;

/// <summary>Models over HTTP; <see cref="AliasEndpoints"/> has what changes them.</summary>
public sealed class ModelEndpoints
{
    private const string Route = "models";

    private readonly ModelCatalog _catalog;
    private readonly ModelRegistryStore _registry;
    private readonly StorageClients _storage;

    /// <summary>Made by the host.</summary>
    /// <param name="catalog">Finds models.</param>
    /// <param name="registry">The registry of models.</param>
    /// <param name="storage">The storage account.</param>
    public ModelEndpoints(ModelCatalog catalog, ModelRegistryStore registry, StorageClients storage) =>
        (_catalog, _registry, _storage) = (catalog, registry, storage);

    /// <summary><c>GET /api/models?top=&amp;continuation=</c>: the models, newest first, and the aliases.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ListModels))]
    public Task<IResult> ListModels(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
    {
        var page = PageRequest.Read(request);
        var registry = await _registry.ReadAsync(cancellationToken);
        var (items, continuation) = await page.TakeAsync(
            await _catalog.ListAsync(null, cancellationToken),
            model => PageRequest.KeyOf(model.CreatedAt, model.Version),
            async model => (RegisteredModel?)await _catalog.DescribeAsync(model, registry, cancellationToken));
        return ConditionalAnswers.OfContent(request, new ModelPage(items, continuation, registry.Champion, registry.Candidate));
    });

    /// <summary><c>GET /api/models/{version}</c>: one model with its card and its files.</summary>
    /// <param name="request">The request.</param>
    /// <param name="version">The model's version.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ShowModel))]
    public Task<IResult> ShowModel(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route + "/{version}")] HttpRequest request,
        string version,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
    {
        var model = await FindAsync(version, cancellationToken);
        var described = await _catalog.DescribeAsync(model, await _registry.ReadAsync(cancellationToken), cancellationToken);
        return ConditionalAnswers.OfContent(request, new ModelDetails(described, await _catalog.CardAsync(version, cancellationToken), model.Files));
    });

    /// <summary><c>GET /api/models/{version}/files/{name}</c>: a file of a model, or the part that <c>Range</c> asks for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="version">The model's version.</param>
    /// <param name="name">The file, as <c>GET /api/models/{version}</c> names it.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(DownloadModelFile))]
    public Task<IResult> DownloadModelFile(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route + "/{version}/files/{name}")] HttpRequest request,
        string version,
        string name,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
    {
        var model = await FindAsync(version, cancellationToken);
        if (!model.Files.Any(file => file.Name == name))
            throw new RequestRefusedException(404, $"The model '{version}' has no file '{Printable.Shorten(name)}': GET /api/models/{version} names its files.");
        var blob = _storage.Blob(Containers.Models, ModelBlobs.Folder(version) + name);
        try
        {
            var properties = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            if (!HasRange(request, properties.ContentLength))
            {
                request.HttpContext.Response.Headers.ContentRange = new ContentRangeHeaderValue(properties.ContentLength).ToString();
                throw new RequestRefusedException(416, $"'{name}' has {properties.ContentLength} bytes, and 'Range' asks for none of them: leave it out, or ask for bytes of the file.");
            }

            return Results.Stream(
                await blob.OpenReadAsync(cancellationToken: cancellationToken),
                "application/octet-stream",
                name,
                properties.LastModified,
                new EntityTagHeaderValue(properties.ETag.ToString("H")),
                enableRangeProcessing: true);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            throw ModelCatalog.Missing(version);
        }
    });

    // The framework refuses a part that there is not without a word. Conditions come before it, and what it reads as no range is not refused.
    private static bool HasRange(HttpRequest request, long length) =>
        request.Headers.IfNoneMatch.Count > 0 || request.Headers.IfRange.Count > 0
        || request.GetTypedHeaders().Range is not { Unit.Value: "bytes", Ranges: { Count: 1 } ranges }
        || (ranges.Single() is var part && (part.From is { } from ? from < length : part.To > 0));

    private async Task<StoredModel> FindAsync(string version, CancellationToken cancellationToken) =>
        Identifier.IsValid(version) && await _catalog.ListAsync(version, cancellationToken) is [var model] ? model : throw ModelCatalog.Missing(version);
}
