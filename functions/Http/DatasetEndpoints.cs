using CloudRestore.Core.Api;
using CloudRestore.Functions.Datasets;
using CloudRestore.Functions.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Http;

/// <summary>Datasets over HTTP; <see cref="DatasetImportEndpoints"/> and <see cref="DatasetPhotographEndpoints"/> have what is in them.</summary>
public sealed class DatasetEndpoints
{
    private const string Route = "datasets";

    private readonly DatasetCatalog _catalog;
    private readonly DatasetImports _imports;
    private readonly DatasetDeletion _deletion;
    private readonly IdempotentPosts _posts;

    /// <summary>Made by the host.</summary>
    /// <param name="catalog">Shows datasets.</param>
    /// <param name="imports">Makes datasets.</param>
    /// <param name="deletion">Deletes datasets.</param>
    /// <param name="posts">Answers a repeated request as the first time.</param>
    public DatasetEndpoints(DatasetCatalog catalog, DatasetImports imports, DatasetDeletion deletion, IdempotentPosts posts) =>
        (_catalog, _imports, _deletion, _posts) = (catalog, imports, deletion, posts);

    /// <summary><c>POST /api/datasets</c>: makes a dataset, empty or from a folder or archive in Blob Storage.</summary>
    /// <param name="request">The body is a <see cref="Core.Api.CreateDataset"/>.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(CreateDataset))]
    public Task<IResult> CreateDataset(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = Route)] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => _posts.AnswerAsync(
            request,
            async requestId =>
            {
                var body = await Answers.ReadAsync<CreateDataset>(request, cancellationToken);
                var name = await _imports.CreateAsync(body, requestId, client, cancellationToken);
                return Answers.Accepted(request, $"{Route}/{name}", await _catalog.ShowAsync(name, client, cancellationToken), created: true);
            },
            cancellationToken);

    /// <summary><c>GET /api/datasets?top=&amp;continuation=</c>: datasets, newest first.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ListDatasets))]
    public Task<IResult> ListDatasets(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
        ConditionalAnswers.OfContent(request, await _catalog.PageAsync(PageRequest.Read(request), cancellationToken)));

    /// <summary><c>GET /api/datasets/{name}</c>: a dataset with its counts and its newest import.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The dataset.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(InspectDataset))]
    public Task<IResult> InspectDataset(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route + "/{name}")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
        ConditionalAnswers.OfContent(request, await _catalog.ShowAsync(name, client, cancellationToken) ?? throw DatasetRecords.Missing(name)));

    /// <summary><c>DELETE /api/datasets/{name}</c>: deletes a dataset that nothing uses.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The dataset.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(DeleteDataset))]
    public Task<IResult> DeleteDataset(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = Route + "/{name}")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
    {
        await _deletion.DeleteAsync(name, IfMatch.Read(request), client, cancellationToken);
        return Results.NoContent();
    });
}
