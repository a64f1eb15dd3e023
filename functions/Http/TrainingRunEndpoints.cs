using CloudRestore.Core.Api;
using CloudRestore.Core.Naming;
using CloudRestore.Functions.Records;
using CloudRestore.Functions.Training;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Http;

/// <summary>Training runs over HTTP.</summary>
public sealed class TrainingRunEndpoints
{
    private const string Route = "training-runs";

    private readonly TrainingRuns _runs;
    private readonly Resumptions _resumptions;
    private readonly IdempotentPosts _posts;

    /// <summary>Made by the host.</summary>
    /// <param name="runs">The records of training runs.</param>
    /// <param name="resumptions">Begins failed runs again.</param>
    /// <param name="posts">Answers a repeated request as the first time.</param>
    public TrainingRunEndpoints(TrainingRuns runs, Resumptions resumptions, IdempotentPosts posts) => (_runs, _resumptions, _posts) = (runs, resumptions, posts);

    /// <summary><c>POST /api/training-runs</c>: starts a run. The same id and request twice is one run.</summary>
    /// <param name="request">The body is a <see cref="StartTrainingRun"/>.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(StartTraining))]
    public Task<IResult> StartTraining(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = Route)] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => _posts.AnswerAsync(
            request,
            async requestId =>
            {
                var body = await Answers.ReadAsync<StartTrainingRun>(request, cancellationToken);
                var (run, created) = await _runs.AcceptAsync(body, requestId, client, cancellationToken);
                return Answers.Accepted(request, $"{Route}/{run.Id}", await _runs.ShowAsync(run.Id, client, cancellationToken), created);
            },
            cancellationToken);

    /// <summary><c>GET /api/training-runs?top=&amp;continuation=&amp;status=&amp;dataset=&amp;preset=&amp;since=</c>: runs, newest first.</summary>
    /// <param name="request">The request.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ListTraining))]
    public Task<IResult> ListTraining(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route)] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
    {
        var filter = TrainingFilter.Read(request);
        var page = await _runs.Index.PageAsync(
            PageRequest.Read(request),
            async (id, asked, token) => filter.Admits(asked) && await _runs.ShowAsync(id, client, token) is { } run && filter.Admits(run) ? run : null,
            cancellationToken);
        return ConditionalAnswers.OfContent(request, page);
    });

    /// <summary><c>GET /api/training-runs/{id}</c>: one run, with the progress of the stage that runs.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The run.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ShowTraining))]
    public Task<IResult> ShowTraining(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route + "/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
        await _runs.ShowAsync(id, client, cancellationToken) is { } run
            ? ConditionalAnswers.OfContent(request, run)
            : Answers.NotFound($"There is no training run '{Printable.Shorten(id)}'."));

    /// <summary><c>GET /api/training-runs/{id}/dataset</c>: the run's photographs with their splits, and the files that were refused, each with its reason.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The run.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ShowDataset))]
    public Task<IResult> ShowDataset(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route + "/{id}/dataset")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
        ConditionalAnswers.OfContent(request, await _runs.ManifestAsync(id, cancellationToken)));

    /// <summary><c>POST /api/training-runs/{id}/resume</c>: begins a run that failed again, from its last checkpoint.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The run.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ResumeTraining))]
    public Task<IResult> ResumeTraining(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = Route + "/{id}/resume")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => _posts.ActAsync(
            request,
            $"{Route}/{id}",
            act: () => _resumptions.ResumeAsync(id, client, cancellationToken),
            show: () => _runs.ShowAsync(id, client, cancellationToken),
            cancellationToken);

    /// <summary><c>POST /api/training-runs/{id}/cancel</c>: asks a run to end.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The run.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(CancelTraining))]
    public Task<IResult> CancelTraining(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = Route + "/{id}/cancel")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => _posts.ActAsync(
            request,
            $"{Route}/{id}",
            act: () => _runs.CancelAsync(id, client, cancellationToken),
            show: () => _runs.ShowAsync(id, client, cancellationToken),
            cancellationToken);
}
