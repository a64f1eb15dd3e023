using CloudRestore.Functions.Retraining;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Http;

/// <summary>Training anew over HTTP.</summary>
public sealed class RetrainingEndpoints
{
    private const string Route = "retraining";

    private readonly Retrainings _retrainings;
    private readonly IdempotentPosts _posts;

    /// <summary>Made by the host.</summary>
    /// <param name="retrainings">Trains anew.</param>
    /// <param name="posts">Answers a repeated request as the first time.</param>
    public RetrainingEndpoints(Retrainings retrainings, IdempotentPosts posts) => (_retrainings, _posts) = (retrainings, posts);

    /// <summary><c>GET /api/retraining</c>: the schedule, its next and last occurrence, and what came of the last attempt.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ShowRetraining))]
    public Task<IResult> ShowRetraining(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
        ConditionalAnswers.OfContent(request, await _retrainings.ShowAsync(cancellationToken)));

    /// <summary><c>POST /api/retraining</c>: trains anew now.</summary>
    /// <param name="request">The request.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(StartRetraining))]
    public Task<IResult> StartRetraining(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = Route)] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => _posts.AnswerAsync(
            request,
            async requestId =>
            {
                await _retrainings.RequestAsync(requestId, client, cancellationToken);
                return Answers.Accepted(request, Route, await _retrainings.ShowAsync(cancellationToken), created: true);
            },
            cancellationToken);
}
