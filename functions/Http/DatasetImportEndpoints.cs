using CloudRestore.Core.Api;
using CloudRestore.Functions.Datasets;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Http;

/// <summary>What brings many photographs into a dataset: places for archives, and imports.</summary>
public sealed class DatasetImportEndpoints
{
    private const string Route = "datasets/{name}/imports";

    private readonly DatasetImports _imports;
    private readonly DatasetUploads _uploads;
    private readonly IdempotentPosts _posts;

    /// <summary>Made by the host.</summary>
    /// <param name="imports">Imports into datasets.</param>
    /// <param name="uploads">Places for archives.</param>
    /// <param name="posts">Answers a repeated request as the first time.</param>
    public DatasetImportEndpoints(DatasetImports imports, DatasetUploads uploads, IdempotentPosts posts) =>
        (_imports, _uploads, _posts) = (imports, uploads, posts);

    /// <summary><c>POST /api/datasets/{name}/uploads</c>: gives an address to upload an archive to. The body, an <see cref="OfferUpload"/>, may be left out.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The dataset.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(OfferDatasetUpload))]
    public Task<IResult> OfferDatasetUpload(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "datasets/{name}/uploads")] HttpRequest request,
        string name,
        CancellationToken cancellationToken) => _posts.AnswerAsync(
            request,
            async requestId =>
            {
                var body = await Answers.ReadOptionalAsync<OfferUpload>(request, cancellationToken);
                return Answers.Json(await _uploads.OfferAsync(name, body?.FileName, requestId, cancellationToken), StatusCodes.Status201Created);
            },
            cancellationToken,
            keep: false);

    /// <summary><c>POST /api/datasets/{name}/imports</c>: adds photographs from a folder or archive in Blob Storage.</summary>
    /// <param name="request">The body is a <see cref="StartImport"/>.</param>
    /// <param name="name">The dataset.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ImportIntoDataset))]
    public Task<IResult> ImportIntoDataset(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = Route)] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => _posts.AnswerAsync(
            request,
            async requestId =>
            {
                var body = await Answers.ReadAsync<StartImport>(request, cancellationToken);
                var id = await _imports.AcceptAsync(name, body.Source, requestId, client, cancellationToken);
                return Answers.Accepted(request, $"datasets/{name}/imports/{id}", await _imports.ShowAsync(name, id, client, cancellationToken), created: true);
            },
            cancellationToken);

    /// <summary><c>GET /api/datasets/{name}/imports/{id}</c>: how far an import is, or how it ended.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The dataset.</param>
    /// <param name="id">The import.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ShowDatasetImport))]
    public Task<IResult> ShowDatasetImport(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route + "/{id}")] HttpRequest request,
        string name,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
        ConditionalAnswers.OfContent(request, await _imports.ShowAsync(name, id, client, cancellationToken) ?? throw DatasetImports.Missing(name, id)));

    /// <summary><c>POST /api/datasets/{name}/imports/{id}/cancel</c>: asks an import to end.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The dataset.</param>
    /// <param name="id">The import.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(CancelDatasetImport))]
    public Task<IResult> CancelDatasetImport(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = Route + "/{id}/cancel")] HttpRequest request,
        string name,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => _posts.AnswerAsync(
            request,
            async _ => Answers.Accepted(
                request, $"datasets/{name}/imports/{id}", await _imports.CancelAsync(name, id, client, cancellationToken), created: true),
            cancellationToken);
}
