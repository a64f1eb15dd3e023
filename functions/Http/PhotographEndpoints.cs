using CloudRestore.Core.Naming;
using CloudRestore.Core.Restorations;
using CloudRestore.Functions.Records;
using CloudRestore.Functions.Restorations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Http;

/// <summary>The photographs of a restoration over HTTP, a page at a time.</summary>
public sealed class PhotographEndpoints
{
    private readonly RestorationRecords _restorations;
    private readonly RestorationProgress _progress;

    /// <summary>Made by the host.</summary>
    /// <param name="restorations">The records of restorations.</param>
    /// <param name="progress">Reads their photographs.</param>
    public PhotographEndpoints(RestorationRecords restorations, RestorationProgress progress) => (_restorations, _progress) = (restorations, progress);

    /// <summary><c>GET /api/restorations/{id}/photographs?top=&amp;continuation=&amp;status=</c>: each photograph's end, in the order of the request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The restoration.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ListPhotographOutcomes))]
    public Task<IResult> ListPhotographOutcomes(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "restorations/{id}/photographs")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
    {
        var (page, status) = (PageRequest.Read(request), StatusFilter.Read(request.Query["status"]));
        var restoration = await _restorations.Index.FindAsync(id, cancellationToken)
            ?? throw new RequestRefusedException(404, $"There is no restoration '{Printable.Shorten(id)}'.");
        var read = await _progress.ReaderAsync(restoration, client, cancellationToken);

        // Pages are made from the greatest key down.
        var (items, continuation) = await page.TakeAsync(
            Enumerable.Range(0, restoration.Total),
            index => PageRequest.KeyOf(restoration.Total - index),
            async index => await read(index) is var photograph && (status is null || photograph.Status == status) ? photograph : null);
        return ConditionalAnswers.OfContent(request, new Core.Api.Page<PhotographOutcome>(items, continuation));
    });
}
