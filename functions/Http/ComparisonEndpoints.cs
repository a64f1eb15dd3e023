using CloudRestore.Core.Api;
using CloudRestore.Functions.Comparing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Http;

/// <summary>Comparisons of models over HTTP.</summary>
public sealed class ComparisonEndpoints
{
    private const string Route = "comparisons";

    private readonly Comparisons _comparisons;
    private readonly IdempotentPosts _posts;

    /// <summary>Made by the host.</summary>
    /// <param name="comparisons">The records of comparisons.</param>
    /// <param name="posts">Answers a repeated request as the first time.</param>
    public ComparisonEndpoints(Comparisons comparisons, IdempotentPosts posts) => (_comparisons, _posts) = (comparisons, posts);

    /// <summary><c>POST /api/models/compare</c>: compares models on a dataset's held-out photographs; the body is a <see cref="StartComparison"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(StartComparing))]
    public Task<IResult> StartComparing(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "models/compare")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => _posts.AnswerAsync(
            request,
            async requestId =>
            {
                var body = await Answers.ReadAsync<StartComparison>(request, cancellationToken);
                var (id, created) = await _comparisons.AcceptAsync(body, requestId, client, cancellationToken);
                return Answers.Accepted(request, $"{Route}/{id}", await _comparisons.ShowAsync(id, client, cancellationToken), created);
            },
            cancellationToken);

    /// <summary><c>GET /api/comparisons/{id}</c>: one comparison, with its scores once it has succeeded.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The comparison.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ShowComparison))]
    public Task<IResult> ShowComparison(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route + "/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
        ConditionalAnswers.OfContent(request, await _comparisons.ShowAsync(id, client, cancellationToken) ?? throw Comparisons.Missing(id)));

    /// <summary><c>POST /api/comparisons/{id}/cancel</c>: asks a comparison to end.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The comparison.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(CancelComparison))]
    public Task<IResult> CancelComparison(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = Route + "/{id}/cancel")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => _posts.ActAsync(
            request,
            $"{Route}/{id}",
            act: () => _comparisons.CancelAsync(id, client, cancellationToken),
            show: () => _comparisons.ShowAsync(id, client, cancellationToken),
            cancellationToken);
}
