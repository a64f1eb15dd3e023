using CloudRestore.Core.Api;
using CloudRestore.Functions.Promoting;
using CloudRestore.Functions.Training;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Http;

/// <summary>Approvals of promotions over HTTP.</summary>
public sealed class ApprovalEndpoints
{
    private const string Route = "training-runs";

    private readonly Approvals _approvals;
    private readonly TrainingRuns _runs;
    private readonly IdempotentPosts _posts;

    /// <summary>Made by the host.</summary>
    /// <param name="approvals">Takes answers.</param>
    /// <param name="runs">The records of training runs.</param>
    /// <param name="posts">Answers a repeated request as the first time.</param>
    public ApprovalEndpoints(Approvals approvals, TrainingRuns runs, IdempotentPosts posts) => (_approvals, _runs, _posts) = (approvals, runs, posts);

    /// <summary><c>POST /api/training-runs/{id}/approve</c>: lets a run that waits promote its model.</summary>
    /// <param name="request">The body, an <see cref="AnswerApproval"/>, may be left out.</param>
    /// <param name="id">The run.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ApproveTraining))]
    public Task<IResult> ApproveTraining(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = Route + "/{id}/approve")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => AnswerAsync(request, id, approved: true, client, cancellationToken);

    /// <summary><c>POST /api/training-runs/{id}/reject</c>: ends the wait of a run whose model is to stay registered only.</summary>
    /// <param name="request">The body, an <see cref="AnswerApproval"/>, may be left out.</param>
    /// <param name="id">The run.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(RejectTraining))]
    public Task<IResult> RejectTraining(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = Route + "/{id}/reject")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => AnswerAsync(request, id, approved: false, client, cancellationToken);

    private Task<IResult> AnswerAsync(HttpRequest request, string id, bool approved, DurableTaskClient client, CancellationToken cancellationToken) => _posts.AnswerAsync(
        request,
        async _ =>
        {
            var body = await Answers.ReadOptionalAsync<AnswerApproval>(request, cancellationToken);
            await _approvals.AnswerAsync(id, approved, body?.Comment, client, cancellationToken);
            return Answers.Accepted(request, $"{Route}/{id}", await _runs.ShowAsync(id, client, cancellationToken), created: true);
        },
        cancellationToken);
}
