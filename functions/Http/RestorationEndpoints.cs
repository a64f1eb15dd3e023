using Azure;
using CloudRestore.Core.Api;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Records;
using CloudRestore.Functions.Restorations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Http;

/// <summary>Restorations over HTTP.</summary>
public sealed class RestorationEndpoints
{
    /// <summary>Response header with the restoration's id, beside the bytes of a photograph that was restored while its request waited.</summary>
    public const string RestorationHeader = "CloudRestore-Restoration";

    /// <summary>Response header with the model's version.</summary>
    public const string ModelHeader = "CloudRestore-Model";

    private const string Route = "restorations";

    private readonly RestorationRecords _restorations;
    private readonly RestorationProgress _progress;
    private readonly RestorationRequests _requests;
    private readonly StorageClients _storage;
    private readonly IOptions<RestorationOptions> _options;
    private readonly IdempotentPosts _posts;

    /// <summary>Made by the host.</summary>
    /// <param name="restorations">The records of restorations.</param>
    /// <param name="progress">Reads their photographs.</param>
    /// <param name="requests">Reads what is asked for.</param>
    /// <param name="storage">The storage account.</param>
    /// <param name="options">How long a request may wait.</param>
    /// <param name="posts">Answers a repeated request as the first time.</param>
    public RestorationEndpoints(
        RestorationRecords restorations,
        RestorationProgress progress,
        RestorationRequests requests,
        StorageClients storage,
        IOptions<RestorationOptions> options,
        IdempotentPosts posts) =>
        (_restorations, _progress, _requests, _storage, _options, _posts) = (restorations, progress, requests, storage, options, posts);

    /// <summary>
    /// <c>POST /api/restorations</c>: restores photographs of <c>uploads</c> (the body is a <see cref="StartRestoration"/>), or the one in the body,
    /// with <c>?name=&amp;size=&amp;scale=&amp;model=&amp;id=&amp;webhook=&amp;wait=</c>; if that is done while the request waits, the answer is the restored photograph.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(StartRestoring))]
    public Task<IResult> StartRestoring(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = Route)] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => _posts.AnswerAsync(
            request,
            async requestId =>
            {
                var isList = request.HasJsonContentType();
                var wait = SynchronousWait.Read(request, isList ? TimeSpan.Zero : _options.Value.SynchronousWait);
                var (asked, model) = isList
                    ? await _requests.OfUploadsAsync(await Answers.ReadAsync<StartRestoration>(request, cancellationToken, RestorationRequests.MaxListBytes), requestId, cancellationToken)
                    : await _requests.OfBodyAsync(request, requestId, cancellationToken);
                var (restoration, created) = await _restorations.AcceptAsync(asked, model, client, cancellationToken);
                var shown = isList || wait == TimeSpan.Zero
                    ? await _restorations.ShowAsync(restoration.Id, client, cancellationToken)
                    : await _restorations.WaitAsync(restoration.Id, wait, client, cancellationToken);
                if (!isList && wait > TimeSpan.Zero && shown is { FinishedAt: not null })
                    return await RestoredAsync(request, shown, cancellationToken);
                return Answers.Accepted(request, $"{Route}/{restoration.Id}", shown, created || restoration.Id == RestorationRequests.IdOf(requestId));
            },
            cancellationToken);

    /// <summary><c>GET /api/restorations?top=&amp;continuation=&amp;status=</c>: restorations, newest first.</summary>
    /// <param name="request">The request.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ListRestorations))]
    public Task<IResult> ListRestorations(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route)] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
    {
        var status = StatusFilter.Read(request.Query["status"]);
        var page = await _restorations.Index.PageAsync(
            PageRequest.Read(request),
            async (id, _, token) => await _restorations.ShowAsync(id, client, token) is { } found && (status is null || found.Status == status) ? found : null,
            cancellationToken);
        return ConditionalAnswers.OfContent(request, page);
    });

    /// <summary><c>GET /api/restorations/{id}</c>: one restoration.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The restoration.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ShowRestoration))]
    public Task<IResult> ShowRestoration(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route + "/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
        await _restorations.ShowAsync(id, client, cancellationToken) is { } restoration
            ? ConditionalAnswers.OfContent(request, restoration)
            : Answers.NotFound($"There is no restoration '{Printable.Shorten(id)}'."));

    /// <summary><c>POST /api/restorations/{id}/cancel</c>: asks a restoration to end.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The restoration.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(CancelRestoration))]
    public Task<IResult> CancelRestoration(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = Route + "/{id}/cancel")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => _posts.ActAsync(
            request,
            $"{Route}/{id}",
            act: () => _restorations.CancelAsync(id, client, cancellationToken),
            show: () => _restorations.ShowAsync(id, client, cancellationToken),
            cancellationToken);

    /// <summary><c>GET /api/restorations/{id}/photographs/{index}</c>: the bytes of a restored photograph.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The restoration.</param>
    /// <param name="index">The photograph, from 0.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(DownloadRestored))]
    public Task<IResult> DownloadRestored(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route + "/{id}/photographs/{index:int}")] HttpRequest request,
        string id,
        int index,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
    {
        var restoration = await _restorations.Index.FindAsync(id, cancellationToken)
            ?? throw new RequestRefusedException(404, $"There is no restoration '{Printable.Shorten(id)}'.");
        if (index < 0 || index >= restoration.Total)
            throw new RequestRefusedException(404, $"The restoration '{id}' has {restoration.Total} photographs, counted from 0.");
        var photograph = await (await _progress.ReaderAsync(restoration, client, cancellationToken))(index);
        return photograph is { Status: RunStatus.Succeeded, Target: { } target }
            ? await DownloadAsync(request, target, cancellationToken)
            : throw new RequestRefusedException(409, photograph.Reason ?? "This photograph is not restored yet; ask again later.");
    });

    // The headers say what made the bytes; a photograph that cannot be restored is the request's fault, and its reason the answer.
    private async Task<IResult> RestoredAsync(HttpRequest request, Restoration restoration, CancellationToken cancellationToken)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.Location = $"{request.Scheme}://{request.Host}/api/{Route}/{restoration.Id}";
        headers[RestorationHeader] = restoration.Id;
        headers[ModelHeader] = restoration.Model;
        return restoration.Photographs is [{ Status: RunStatus.Succeeded, Target: { } target }]
            ? await DownloadAsync(request, target, cancellationToken)
            : Answers.Problem(StatusCodes.Status422UnprocessableEntity, restoration.Reason ?? "The photograph was not restored.");
    }

    private async Task<IResult> DownloadAsync(HttpRequest request, BlobAddress target, CancellationToken cancellationToken)
    {
        try
        {
            return await ConditionalAnswers.OfBlobAsync(request, _storage.Blob(target), null, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            throw new RequestRefusedException(404, "The restored photograph was deleted.");
        }
    }
}
