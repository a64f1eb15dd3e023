using CloudRestore.Core.Api;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.Functions.GpuJobs;
using CloudRestore.Functions.Models;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Records;
using CloudRestore.Functions.Webhooks;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Restorations;

/// <summary>The records of restorations: accept, start, show, cancel.</summary>
public sealed class RestorationRecords
{
    private readonly StorageClients _storage;
    private readonly OrchestrationStarter _orchestrations;
    private readonly ModelRegistryStore _registry;
    private readonly WebhookAcceptance _webhooks;
    private readonly PhotographLists _lists;
    private readonly RestorationProgress _progress;
    private readonly IOptions<GpuJobOptions> _jobs;
    private readonly IOptions<RestorationOptions> _options;
    private readonly TimeProvider _time;

    /// <summary>Made by the host.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="orchestrations">Starts orchestrations.</param>
    /// <param name="registry">The registry of models.</param>
    /// <param name="webhooks">Takes and starts webhooks.</param>
    /// <param name="lists">The photographs of restorations.</param>
    /// <param name="progress">How far restorations are.</param>
    /// <param name="jobs">Settings of GPU jobs.</param>
    /// <param name="options">Settings of restorations.</param>
    /// <param name="time">The clock that waits are measured by.</param>
    public RestorationRecords(
        StorageClients storage,
        OrchestrationStarter orchestrations,
        ModelRegistryStore registry,
        WebhookAcceptance webhooks,
        PhotographLists lists,
        RestorationProgress progress,
        IOptions<GpuJobOptions> jobs,
        IOptions<RestorationOptions> options,
        TimeProvider time)
    {
        (_storage, _orchestrations, _registry, _webhooks, _lists, _progress) = (storage, orchestrations, registry, webhooks, lists, progress);
        (_jobs, _options, _time) = (jobs, options, time);
        Index = new(storage, Containers.Jobs, JobBlobs.Request, request => request.CreatedAt);
    }

    internal RecordIndex<RestorationRequest> Index { get; }

    /// <summary>The model that a new restoration is pinned to.</summary>
    /// <param name="asked">The version or alias asked for; null for the champion.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestRefusedException">There is no such model, or no champion yet.</exception>
    public async Task<string> PinModelAsync(string? asked, CancellationToken cancellationToken)
    {
        if (asked is ModelAliases.Champion or ModelAliases.Candidate)
            asked = ModelAliases.VersionOf(await _registry.ReadAsync(cancellationToken), asked) ?? throw ModelAliases.Unset(asked);
        if (!string.IsNullOrEmpty(asked))
        {
            return Identifier.IsValid(asked) && await _registry.HasModelAsync(asked, cancellationToken)
                ? asked
                : throw ModelCatalog.Missing(asked);
        }

        return (await _registry.ReadAsync(cancellationToken)).Champion
            ?? throw new RequestRefusedException(409, "There is no champion model yet: train one (cloudrestore train, or POST /api/training-runs), then send the photograph again.");
    }

    /// <summary>Records a restoration, or finds it recorded, and starts it.</summary>
    /// <param name="asked">What is asked for.</param>
    /// <param name="modelAsked">The model that the caller named, or null: a repeated call is pinned to what the first one was.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The record, and whether it is new.</returns>
    /// <exception cref="RequestRefusedException">The id is taken by another request.</exception>
    public Task<(RestorationRequest Request, bool Created)> AcceptAsync(
        RestorationRequest asked, string? modelAsked, DurableTaskClient client, CancellationToken cancellationToken) => Tracing.RunAsync(
        SpanNames.AcceptRestoration,
        WorkIds.OfRestoration(asked.Id),
        parent: null,
        () => RecordAsync(asked with { TraceParent = Tracing.TraceParent() }, modelAsked, client, cancellationToken));

    /// <summary>Starts a recorded restoration unless it runs or has ended.</summary>
    /// <param name="request">The record.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it was started now.</returns>
    public async Task<bool> StartAsync(RestorationRequest request, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await Outcome(request.Id).ExistsAsync(cancellationToken))
            return false;
        // The webhook first: what is swept up later is the restoration.
        var webhook = await _webhooks.StartAsync(request.Webhook, WebhookSubject.OfRestoration(request.Id), client, cancellationToken);
        return request.List is { } list
            ? await _orchestrations.EnsureStartedAsync(
                client, nameof(BatchOrchestrator), request.Id,
                new BatchStart(request.Id, list.Count, list.ChunkSize, _options.Value.ChunksAtOnce, _jobs.Value, webhook), cancellationToken)
            : await _orchestrations.EnsureStartedAsync(
                client, nameof(RestorationOrchestrator), request.Id,
                new RestorationStart(request.Id, request.Photographs.Count, _jobs.Value, webhook), cancellationToken);
    }

    /// <summary>A restoration as the API shows it, or null if there is none.</summary>
    /// <param name="id">The restoration.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Restoration?> ShowAsync(string id, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await Index.FindAsync(id, cancellationToken) is not { } request)
            return null;
        var outcome = await Outcome(id).ReadJsonAsync<RestorationOutcome>(cancellationToken);
        var instance = outcome is null ? await client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellationToken) : null;
        var broken = instance?.RuntimeStatus is OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
        var progress = await _progress.OfAsync(request, outcome, instance, client, cancellationToken);
        return new Restoration
        {
            Id = id,
            Status = outcome?.Status ?? (broken ? RunStatus.Failed : instance is null ? RunStatus.Pending : RunStatus.Running),
            Model = request.Model,
            Size = request.Size,
            Total = request.Total,
            Finished = progress.Finished,
            Failed = progress.Failed,
            Photographs = progress.Photographs,
            Reason = outcome?.Reason ?? (broken ? Failures.ReasonOf(instance!.FailureDetails) : null),
            CreatedAt = request.CreatedAt,
            FinishedAt = outcome?.FinishedAt,
            Webhook = await _webhooks.ShowAsync(request.Webhook, WebhookSubject.OfRestoration(id), cancellationToken),
        };
    }

    /// <summary>A restoration as the API shows it, when it has ended or the wait is over.</summary>
    /// <param name="id">The restoration, which is recorded.</param>
    /// <param name="wait">The longest wait, more than zero.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Restoration?> WaitAsync(string id, TimeSpan wait, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await Outcome(id).ExistsAsync(cancellationToken))
            return await ShowAsync(id, client, cancellationToken);
        using var over = new CancellationTokenSource(wait, _time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await client.WaitForInstanceCompletionAsync(id, ended.Token);
        }
        catch (Exception) when (over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The real client reports the end of its token in more than one type.
        }

        return await ShowAsync(id, client, cancellationToken);
    }

    /// <summary>Asks a restoration to end: the wish is a blob, the event only makes it quick.</summary>
    /// <param name="id">The restoration.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestRefusedException">There is no such restoration, or it has ended.</exception>
    public async Task CancelAsync(string id, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await Index.FindAsync(id, cancellationToken) is null)
            throw new RequestRefusedException(404, $"There is no restoration '{Printable.Shorten(id)}'.");
        if (await Outcome(id).ReadJsonAsync<RestorationOutcome>(cancellationToken) is { } outcome)
        {
            if (outcome.Status == RunStatus.Cancelled)
                return;
            throw new RequestRefusedException(409, $"The restoration '{id}' has ended already.");
        }

        await _storage.Blob(Containers.Jobs, JobBlobs.Cancel(id)).CreateJsonAsync(new { }, cancellationToken);
        await _orchestrations.WakeAsync(client, id, EventNames.Cancel, "asked for over HTTP", cancellationToken);
    }

    private async Task<(RestorationRequest Request, bool Created)> RecordAsync(
        RestorationRequest asked, string? modelAsked, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var request = await Index.FindAsync(asked.Id, cancellationToken);
        var created = false;
        if (request is null)
        {
            var blob = _storage.Blob(Containers.Jobs, JobBlobs.Request(asked.Id));
            var record = await _lists.MoveOutAsync(asked, cancellationToken);
            created = await blob.CreateJsonAsync(record, cancellationToken);
            request = created ? record : (await blob.ReadJsonAsync<RestorationRequest>(cancellationToken))!;
        }

        var same = request.Size == asked.Size
            && (modelAsked is null or ModelAliases.Champion or ModelAliases.Candidate || request.Model == modelAsked)
            && request.Prefix == asked.Prefix
            && request.Webhook == asked.Webhook
            && PhotographLists.SourcesOf(request) == PhotographLists.SourcesOf(asked);
        if (!same)
            throw new RequestRefusedException(409, $"The restoration '{asked.Id}' exists and was asked for something else: choose another id.");
        await StartAsync(request, client, cancellationToken);
        return (request, created);
    }

    private Azure.Storage.Blobs.BlobClient Outcome(string id) => _storage.Blob(Containers.Jobs, JobBlobs.Outcome(id));
}
