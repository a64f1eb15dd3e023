using CloudRestore.Core.Naming;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Records;
using CloudRestore.Functions.Training;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Http;

/// <summary>What a training run shows of itself over HTTP, also while it runs: curves, sample grids, report, events.</summary>
public sealed class TrainingDetailEndpoints
{
    private const string Route = "training-runs/{id}";

    private readonly TrainingRuns _runs;
    private readonly StageFiles _files;
    private readonly RunHistory _history;
    private readonly StorageClients _storage;

    /// <summary>Made by the host.</summary>
    /// <param name="runs">The records of training runs.</param>
    /// <param name="files">What their stages leave.</param>
    /// <param name="history">What happened to them.</param>
    /// <param name="storage">The storage account.</param>
    public TrainingDetailEndpoints(TrainingRuns runs, StageFiles files, RunHistory history, StorageClients storage) =>
        (_runs, _files, _history, _storage) = (runs, files, history, storage);

    /// <summary><c>GET /api/training-runs/{id}/metrics</c>: the curves of its stages.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The run.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ShowMetrics))]
    public Task<IResult> ShowMetrics(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route + "/metrics")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) => OfRunAsync(id, async run =>
        ConditionalAnswers.OfContent(request, await _files.CurvesAsync(id, run.Cycles, cancellationToken)), cancellationToken);

    /// <summary><c>GET /api/training-runs/{id}/samples</c>: the names of its sample grids.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The run.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ListSamples))]
    public Task<IResult> ListSamples(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route + "/samples")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) => OfRunAsync(id, async run =>
        ConditionalAnswers.OfContent(request, await _files.SamplesAsync(id, run.Cycles, cancellationToken)), cancellationToken);

    /// <summary><c>GET /api/training-runs/{id}/samples/{name}</c>: a sample grid as JPEG.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The run.</param>
    /// <param name="name">The grid's name.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(DownloadSample))]
    public Task<IResult> DownloadSample(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route + "/samples/{name}")] HttpRequest request,
        string id,
        string name,
        CancellationToken cancellationToken) => OfRunAsync(id, async _ =>
    {
        var blob = await _files.FindSampleAsync(id, name, cancellationToken)
            ?? throw new RequestRefusedException(404, $"The run '{id}' has no sample '{Printable.Shorten(name)}': GET /api/training-runs/{id}/samples names those it has.");
        return await ConditionalAnswers.OfBlobAsync(request, blob, "image/jpeg", cancellationToken);
    }, cancellationToken);

    /// <summary><c>GET /api/training-runs/{id}/report</c>: the report of its evaluation as HTML.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The run.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ShowReport))]
    public Task<IResult> ShowReport(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route + "/report")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) => OfRunAsync(id, async _ =>
    {
        var report = _storage.Blob(Containers.Runs, RunBlobs.Report(id));
        return await report.ExistsAsync(cancellationToken)
            ? await ConditionalAnswers.OfBlobAsync(request, report, "text/html; charset=utf-8", cancellationToken)
            : throw new RequestRefusedException(404, $"The run '{id}' has no report: it is written when the model is registered.");
    }, cancellationToken);

    /// <summary><c>GET /api/training-runs/{id}/events</c>: what happened to it, and when.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The run.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ListEvents))]
    public Task<IResult> ListEvents(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route + "/events")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => OfRunAsync(id, async _ =>
        ConditionalAnswers.OfContent(request, (await _history.OfAsync(id, client, cancellationToken))!), cancellationToken);

    private Task<IResult> OfRunAsync(string id, Func<TrainingRequest, Task<IResult>> answer, CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
        await _runs.Index.FindAsync(id, cancellationToken) is { } run
            ? await answer(run)
            : Answers.NotFound($"There is no training run '{Printable.Shorten(id)}'."));
}
