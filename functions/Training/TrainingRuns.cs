using Azure.Storage.Blobs.Models;
using CloudRestore.Core.Api;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.Functions.GpuJobs;
using CloudRestore.Functions.Models;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Promoting;
using CloudRestore.Functions.Records;
using CloudRestore.Functions.Webhooks;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Training;

/// <summary>The records of training runs: accept, start, show, cancel.</summary>
public sealed class TrainingRuns
{
    private readonly StorageClients _storage;
    private readonly OrchestrationStarter _orchestrations;
    private readonly ModelRegistryStore _registry;
    private readonly WebhookAcceptance _webhooks;
    private readonly IOptions<GpuJobOptions> _jobs;
    private readonly IOptions<ApprovalOptions> _approval;
    private readonly TimeProvider _time;

    /// <summary>Made by the host.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="orchestrations">Starts orchestrations.</param>
    /// <param name="registry">The registry of models.</param>
    /// <param name="webhooks">Takes and starts webhooks.</param>
    /// <param name="jobs">Settings of GPU jobs.</param>
    /// <param name="approval">Settings of approvals.</param>
    /// <param name="time">The clock.</param>
    public TrainingRuns(
        StorageClients storage,
        OrchestrationStarter orchestrations,
        ModelRegistryStore registry,
        WebhookAcceptance webhooks,
        IOptions<GpuJobOptions> jobs,
        IOptions<ApprovalOptions> approval,
        TimeProvider time)
    {
        (_storage, _orchestrations, _registry, _webhooks, _jobs, _approval, _time) = (storage, orchestrations, registry, webhooks, jobs, approval, time);
        Index = new(storage, Containers.Runs, RunBlobs.Request, request => request.CreatedAt);
    }

    internal RecordIndex<TrainingRequest> Index { get; }

    /// <summary>Records a run, or finds it recorded, and starts it.</summary>
    /// <param name="body">What is asked for.</param>
    /// <param name="requestId">The request, after which a run without id is named: it is new, however often the request arrives.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The record, and whether it is new.</returns>
    /// <exception cref="RequestRefusedException">The request is not valid, or its id is taken by another.</exception>
    public Task<(TrainingRequest Request, bool Created)> AcceptAsync(
        StartTrainingRun body, string requestId, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var asked = TrainingRequests.Read(body, _webhooks.Read(body.Webhook), requestId, _time);
        return Tracing.RunAsync(
            SpanNames.AcceptTraining, WorkIds.OfRun(asked.Id), parent: null, async () =>
            {
                var (request, created) = await RecordAsync(asked with { TraceParent = Tracing.TraceParent() }, client, cancellationToken);
                return (request, created || string.IsNullOrEmpty(body.Id));
            });
    }

    /// <summary>Starts a recorded run unless it runs or has ended.</summary>
    /// <param name="request">The record.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it was started now.</returns>
    public async Task<bool> StartAsync(TrainingRequest request, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await Outcome(request.Id).ExistsAsync(cancellationToken))
            return false;
        // The webhook first: what is swept up later is the run.
        var generation = await GenerationAsync(request.Id, cancellationToken);
        var webhook = await _webhooks.StartAsync(request.Webhook, WebhookSubject.OfRun(request.Id, generation), client, cancellationToken);
        var start = new TrainingStart(request with { Webhook = null }, _jobs.Value, _approval.Value.Timeout, generation, webhook);
        return await _orchestrations.EnsureStartedAsync(client, nameof(TrainingOrchestrator), request.Id, start, cancellationToken);
    }

    /// <summary>A run as the API shows it, or null if there is none.</summary>
    /// <param name="id">The run.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<TrainingRun?> ShowAsync(string id, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await Index.FindAsync(id, cancellationToken) is not { } request)
            return null;
        var run = await Outcome(id).ReadJsonAsync<TrainingOutcome>(cancellationToken) is { } outcome
            ? TrainingRunView.Of(request, outcome)
            : await ShowUnderWayAsync(request, client, cancellationToken);
        return run with { Webhook = await _webhooks.ShowAsync(request.Webhook, WebhookSubject.OfRun(id, run.Generation), cancellationToken) };
    }

    /// <summary>The photographs of a run, with their splits, and the files that were refused.</summary>
    /// <param name="id">The run.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestRefusedException">There is no such run, or its dataset is not read yet.</exception>
    public async Task<DatasetManifest> ManifestAsync(string id, CancellationToken cancellationToken)
    {
        if (await Index.FindAsync(id, cancellationToken) is null)
            throw new RequestRefusedException(404, $"There is no training run '{Printable.Shorten(id)}'.");
        return await _storage.Blob(Containers.Runs, RunBlobs.Manifest(id)).ReadJsonAsync<DatasetManifest>(cancellationToken)
            ?? throw new RequestRefusedException(404, $"The dataset of the run '{id}' is not read yet; ask again later.");
    }

    /// <summary>Asks a run to end: the wish is a blob, the event only makes it quick.</summary>
    /// <param name="id">The run.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestRefusedException">There is no such run, or it has ended.</exception>
    public async Task CancelAsync(string id, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await Index.FindAsync(id, cancellationToken) is null)
            throw new RequestRefusedException(404, $"There is no training run '{Printable.Shorten(id)}'.");
        if (await Outcome(id).ReadJsonAsync<TrainingOutcome>(cancellationToken) is { } outcome)
        {
            if (outcome.Status == RunStatus.Cancelled)
                return;
            throw new RequestRefusedException(409, $"The run '{id}' has ended already.");
        }

        var wish = _storage.Blob(Containers.Runs, RunBlobs.Cancel(id));
        if (!await wish.CreateJsonAsync(new CancellationWish(), cancellationToken)
            && await wish.ReadJsonAsync<CancellationWish>(cancellationToken) is { TooLate: true })
        {
            throw new RequestRefusedException(409, $"The run '{id}' is about to end and can no longer be cancelled.");
        }

        await _orchestrations.WakeAsync(client, id, EventNames.Cancel, "asked for over HTTP", cancellationToken);
    }

    /// <summary>Whether a dataset has files.</summary>
    internal async Task<bool> HasFilesAsync(string dataset, CancellationToken cancellationToken)
    {
        var files = _storage.Container(Containers.Datasets)
            .GetBlobsAsync(BlobTraits.None, BlobStates.None, DatasetBlobs.Originals(dataset), cancellationToken);
        await foreach (var page in files.AsPages(pageSizeHint: 1))
        {
            if (page.Values.Count > 0)
                return true;
        }

        return false;
    }

    private async Task<(TrainingRequest Request, bool Created)> RecordAsync(TrainingRequest asked, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await Index.FindAsync(asked.Id, cancellationToken) is null)
            await RequireInputsAsync(asked, cancellationToken);
        var blob = _storage.Blob(Containers.Runs, RunBlobs.Request(asked.Id));
        var created = await blob.CreateJsonAsync(asked, cancellationToken);
        var request = created ? asked : (await blob.ReadJsonAsync<TrainingRequest>(cancellationToken))!;
        if (!request.AsksTheSameAs(asked))
            throw new RequestRefusedException(409, $"The run '{asked.Id}' exists and was asked for something else: choose another id.");
        await StartAsync(request, client, cancellationToken);
        return (request, created);
    }

    private async Task<TrainingRun> ShowUnderWayAsync(TrainingRequest request, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var id = request.Id;
        var instance = await client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellationToken);
        var status = instance?.ReadCustomStatusAs<TrainingStatus>();
        StageProgress? progress = null;
        if (status?.Stages is [.., { FinishedAt: null } running] && RunStage.Parse(running.Name) is { } stage)
            progress = await _storage.Blob(Containers.Runs, RunBlobs.Progress(id, stage)).ReadJsonAsync<StageProgress>(cancellationToken);
        var decision = TrainingRunView.AwaitsApproval(status)
            ? await _storage.Blob(Containers.Runs, RunBlobs.Decision(id)).ReadJsonAsync<PromotionDecision>(cancellationToken)
            : null;
        return TrainingRunView.Of(request, instance, status, progress, decision);
    }

    private async Task<int> GenerationAsync(string id, CancellationToken cancellationToken)
    {
        var earlier = _storage.Container(Containers.Runs).GetBlobsAsync(BlobTraits.None, BlobStates.None, RunBlobs.EarlierOutcomes(id), cancellationToken);
        return 1 + await earlier.CountAsync(cancellationToken);
    }

    private async Task RequireInputsAsync(TrainingRequest asked, CancellationToken cancellationToken)
    {
        if (!await HasFilesAsync(asked.Dataset, cancellationToken))
            throw new RequestRefusedException(404, DatasetManifests.NoFiles(asked.Dataset));
        if (asked.Parent is { } parent && !await _registry.HasModelAsync(parent, cancellationToken))
            throw new RequestRefusedException(404, $"There is no model '{parent}' to start from: GET /api/models names the champion.");
        await _webhooks.RequireCallableAsync(asked.Webhook, cancellationToken);
        if (asked.Encoder is { } encoder && !await _storage.Blob(Containers.Models, ModelBlobs.Encoder(encoder)).ExistsAsync(cancellationToken))
            throw new RequestRefusedException(404, $"There are no weights '{encoder}' for the encoder: store them as {Containers.Models}/{ModelBlobs.Encoder(encoder)}.");
    }

    private Azure.Storage.Blobs.BlobClient Outcome(string id) => _storage.Blob(Containers.Runs, RunBlobs.Outcome(id));
}
