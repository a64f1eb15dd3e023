using CloudRestore.Core.Api;
using CloudRestore.Core.Comparisons;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.Functions.GpuJobs;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Records;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Comparing;

/// <summary>The records of comparisons: accept, start, show, cancel.</summary>
public sealed class Comparisons
{
    private readonly StorageClients _storage;
    private readonly OrchestrationStarter _orchestrations;
    private readonly ComparisonRequests _requests;
    private readonly IOptions<GpuJobOptions> _jobs;

    /// <summary>Made by the host.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="orchestrations">Starts orchestrations.</param>
    /// <param name="requests">Reads what is asked for.</param>
    /// <param name="jobs">Settings of GPU jobs.</param>
    public Comparisons(StorageClients storage, OrchestrationStarter orchestrations, ComparisonRequests requests, IOptions<GpuJobOptions> jobs)
    {
        (_storage, _orchestrations, _requests, _jobs) = (storage, orchestrations, requests, jobs);
        Index = new(storage, Containers.Jobs, ComparisonBlobs.Request, request => request.CreatedAt, ComparisonBlobs.Folder);
    }

    internal RecordIndex<ComparisonRequest> Index { get; }

    /// <summary>Records a comparison, or finds it recorded, and starts it.</summary>
    /// <param name="body">What is asked for.</param>
    /// <param name="requestId">The request, after which a comparison without id is named.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The comparison's id, and whether it is new.</returns>
    /// <exception cref="RequestRefusedException">The request is not valid, or its id is taken by another.</exception>
    public Task<(string Id, bool Created)> AcceptAsync(StartComparison body, string requestId, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        var id = RecordIds.Choose(body.Id, "comparison", requestId);
        return Tracing.RunAsync(SpanNames.AcceptComparison, WorkIds.OfComparison(id), parent: null, () => RecordAsync(body, id, client, cancellationToken));
    }

    /// <summary>Starts a recorded comparison unless it runs or has ended.</summary>
    /// <param name="request">The record.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it was started now.</returns>
    public async Task<bool> StartAsync(ComparisonRequest request, DurableTaskClient client, CancellationToken cancellationToken) =>
        !await Outcome(request.Id).ExistsAsync(cancellationToken)
        && await _orchestrations.EnsureStartedAsync(
            client, nameof(ComparisonOrchestrator), ComparisonNames.InstanceOf(request.Id), new ComparisonStart(request, _jobs.Value), cancellationToken);

    /// <summary>A comparison as the API shows it, or null if there is none.</summary>
    /// <param name="id">The comparison.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Comparison?> ShowAsync(string id, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await Index.FindAsync(id, cancellationToken) is not { } request)
            return null;
        var outcome = await Outcome(id).ReadJsonAsync<ComparisonOutcome>(cancellationToken);
        var instance = outcome is null ? await client.GetInstanceAsync(ComparisonNames.InstanceOf(id), getInputsAndOutputs: true, cancellationToken) : null;
        var broken = instance?.RuntimeStatus is OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
        return new Comparison
        {
            Id = id,
            Status = outcome?.Status ?? (broken ? RunStatus.Failed : instance is null ? RunStatus.Pending : RunStatus.Running),
            Models = request.Models,
            Dataset = request.Dataset,
            Recipe = request.Recipe,
            Seed = request.Seed,
            Evaluated = outcome?.Evaluated ?? outcome?.Result?.Models.Count ?? instance?.ReadCustomStatusAs<ComparisonStatus>()?.Evaluated ?? 0,
            Result = outcome?.Result,
            Reason = outcome?.Reason ?? (broken ? Failures.ReasonOf(instance!.FailureDetails) : null),
            CreatedAt = request.CreatedAt,
            FinishedAt = outcome?.FinishedAt,
        };
    }

    /// <summary>Asks a comparison to end: the wish is a blob with each evaluation, the event only makes it quick.</summary>
    /// <param name="id">The comparison.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestRefusedException">There is no such comparison, or it has ended.</exception>
    public async Task CancelAsync(string id, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await Index.FindAsync(id, cancellationToken) is not { } request)
            throw Missing(id);
        if (await Outcome(id).ReadJsonAsync<ComparisonOutcome>(cancellationToken) is { } outcome)
        {
            if (outcome.Status == RunStatus.Cancelled)
                return;
            throw new RequestRefusedException(409, $"The comparison '{id}' has ended already.");
        }

        for (var model = 0; model < request.Models.Count; model++)
            await _storage.Blob(Containers.Runs, RunBlobs.Cancel(ComparisonNames.EvaluationOf(id, model))).CreateJsonAsync(new { }, cancellationToken);
        await _orchestrations.WakeAsync(client, ComparisonNames.InstanceOf(id), EventNames.Cancel, "asked for over HTTP", cancellationToken);
    }

    /// <summary>What is said of a comparison that is not there.</summary>
    /// <param name="id">The id asked for.</param>
    internal static RequestRefusedException Missing(string id) => new(404, $"There is no comparison '{Printable.Shorten(id)}'.");

    private async Task<(string Id, bool Created)> RecordAsync(StartComparison body, string id, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var request = await Index.FindAsync(id, cancellationToken);
        var created = false;
        if (request is null)
        {
            var asked = (await _requests.ReadAsync(body, id, cancellationToken)) with { TraceParent = Tracing.TraceParent() };
            var blob = _storage.Blob(Containers.Jobs, ComparisonBlobs.Request(id));
            created = await blob.CreateJsonAsync(asked, cancellationToken);
            request = created ? asked : (await blob.ReadJsonAsync<ComparisonRequest>(cancellationToken))!;
        }

        if (!created && !ComparisonRequests.AsksFor(body, request))
            throw new RequestRefusedException(409, $"The comparison '{id}' exists and was asked for something else: choose another id.");
        await StartAsync(request, client, cancellationToken);
        return (id, created || string.IsNullOrEmpty(body.Id));
    }

    private Azure.Storage.Blobs.BlobClient Outcome(string id) => _storage.Blob(Containers.Jobs, ComparisonBlobs.Outcome(id));
}
