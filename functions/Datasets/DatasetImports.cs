using CloudRestore.Core.Api;
using CloudRestore.Core.Datasets;
using CloudRestore.Core.Naming;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Records;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Datasets;

/// <summary>Imports into datasets: accept, start, show, cancel. A dataset has one at a time.</summary>
public sealed class DatasetImports
{
    private const int MaxShown = 1000;
    private const int MaxAttempts = 20;

    private readonly StorageClients _storage;
    private readonly DatasetRecords _records;
    private readonly DatasetSources _sources;
    private readonly OrchestrationStarter _orchestrations;
    private readonly TimeProvider _time;

    /// <summary>Made by the host.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="records">The records of datasets.</param>
    /// <param name="sources">Knows where photographs may come from.</param>
    /// <param name="orchestrations">Starts orchestrations.</param>
    /// <param name="time">The clock.</param>
    public DatasetImports(
        StorageClients storage, DatasetRecords records, DatasetSources sources, OrchestrationStarter orchestrations, TimeProvider time) =>
        (_storage, _records, _sources, _orchestrations, _time) = (storage, records, sources, orchestrations, time);

    /// <summary>Makes a dataset, empty or with its first import.</summary>
    /// <param name="body">What is asked for.</param>
    /// <param name="requestId">The request: repeated, it makes the dataset once.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The dataset's name.</returns>
    /// <exception cref="RequestRefusedException">The request is not valid, or the name is taken.</exception>
    public async Task<string> CreateAsync(CreateDataset body, string requestId, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var name = body.Name;
        if (!Identifier.IsValid(name))
            throw new RequestRefusedException(400, $"'{Printable.Shorten(name)}' cannot name a dataset: use 1 to {Identifier.MaxLength} lower-case letters, digits, '-' and '.', with a letter or digit at both ends.");
        var known = (await _records.FindAsync(name!, cancellationToken))?.Value;
        if (known is null)
        {
            if (await _records.HasFilesAsync(name!, cancellationToken))
                throw Taken(name!);
            var import = body.Source is null ? null : await AskedAsync(name!, body.Source, requestId, cancellationToken);
            await _records.CreateAsync(_records.New(name!, requestId) with { Import = import }, cancellationToken);
            known = (await _records.RequireAsync(name!, requestId, cancellationToken)).Value;
        }

        if (known.RequestId != requestId)
            throw known.IsBeingDeleted ? DatasetRecords.BeingDeleted(name!) : Taken(name!);
        if (known.Import is { } started)
            await StartAsync(name!, started, client, cancellationToken);
        return name!;
    }

    /// <summary>Adds photographs to a dataset.</summary>
    /// <param name="name">The dataset.</param>
    /// <param name="source">Where they are.</param>
    /// <param name="requestId">The request: repeated, it is one import.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The import's id.</returns>
    /// <exception cref="RequestRefusedException">The source cannot be used, or another import is under way.</exception>
    public async Task<string> AcceptAsync(
        string name, DatasetSource? source, string requestId, DurableTaskClient client, CancellationToken cancellationToken)
    {
        DatasetImport? asked = null;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var (record, etag) = await _records.RequireAsync(name, requestId, cancellationToken);
            if (await OutcomeAsync(name, IdOf(requestId), cancellationToken) is not null)
                return IdOf(requestId);
            if (record.Import is { } import && import.Id != IdOf(requestId) && !await IsOverAsync(name, import, client, cancellationToken))
                throw new RequestRefusedException(409, $"The import '{import.Id}' into this dataset is under way: wait until it has ended, or cancel it.");
            if (record.Import?.Id != IdOf(requestId))
            {
                asked ??= await AskedAsync(name, source, requestId, cancellationToken);
                record = record with { Import = asked };
                if (!await _records.ReplaceAsync(record, etag, cancellationToken))
                    continue;
            }

            await StartAsync(name, record.Import!, client, cancellationToken);
            return record.Import!.Id;
        }

        throw new RequestRefusedException(409, $"The dataset '{name}' is being changed by many requests at once: try again.");
    }

    /// <summary>Starts a recorded import unless it runs or has ended.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="import">The import.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it was started now.</returns>
    public async Task<bool> StartAsync(string dataset, DatasetImport import, DurableTaskClient client, CancellationToken cancellationToken) =>
        await OutcomeAsync(dataset, import.Id, cancellationToken) is null
        && await _orchestrations.EnsureStartedAsync(
            client, nameof(DatasetImportOrchestrator), import.Id, new ImportStart(dataset, import.Id), cancellationToken);

    /// <summary>Whether an import has ended, in whatever way.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="import">The import.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> IsOverAsync(string dataset, DatasetImport import, DurableTaskClient client, CancellationToken cancellationToken) =>
        await OutcomeAsync(dataset, import.Id, cancellationToken) is not null
        || IsBroken(await client.GetInstanceAsync(import.Id, getInputsAndOutputs: false, cancellationToken));

    /// <summary>An import as the API shows it, or null if there is none.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="id">The import.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ImportState?> ShowAsync(string dataset, string id, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (!Identifier.IsValid(dataset) || !Identifier.IsValid(id))
            return null;
        var outcome = await OutcomeAsync(dataset, id, cancellationToken);
        var import = outcome?.Import ?? (await _records.FindAsync(dataset, cancellationToken))?.Value.Import;
        if (import?.Id != id)
            return null;
        var progress = outcome?.Progress
            ?? await Blob(DatasetBlobs.ImportProgress(dataset, id)).ReadJsonAsync<ImportProgress>(cancellationToken) ?? new ImportProgress();
        var instance = outcome is null ? await client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellationToken) : null;
        var (rejected, duplicates) = await FindingsAsync(dataset, id, progress.Parts, cancellationToken);
        return new ImportState
        {
            Id = id,
            Status = outcome?.Status ?? (IsBroken(instance) ? RunStatus.Failed : progress.Entries == 0 ? RunStatus.Pending : RunStatus.Running),
            Source = import.Source,
            Progress = progress,
            Rejected = rejected,
            Duplicates = duplicates,
            Reason = outcome?.Reason ?? (IsBroken(instance) ? Failures.ReasonOf(instance!.FailureDetails) : null),
            CreatedAt = import.CreatedAt,
            FinishedAt = outcome?.FinishedAt,
        };
    }

    /// <summary>Asks an import to end. What it added stays.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="id">The import.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The import.</returns>
    /// <exception cref="RequestRefusedException">There is no such import, or it has ended.</exception>
    public async Task<ImportState> CancelAsync(string dataset, string id, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var shown = await ShowAsync(dataset, id, client, cancellationToken) ?? throw Missing(dataset, id);
        if (shown.Status == RunStatus.Cancelled)
            return shown;
        if (shown.Status is RunStatus.Succeeded or RunStatus.Failed)
            throw new RequestRefusedException(409, $"The import '{id}' has ended already.");
        await Blob(DatasetBlobs.ImportCancel(dataset, id)).CreateJsonAsync(new { }, cancellationToken);
        return shown;
    }

    /// <summary>The refusal for an import that is not there.</summary>
    public static RequestRefusedException Missing(string dataset, string id) =>
        new(404, $"The dataset '{Printable.Shorten(dataset)}' has no import '{Printable.Shorten(id)}'.");

    internal static string IdOf(string requestId) => $"import-{requestId}";

    private static RequestRefusedException Taken(string name) =>
        new(409, $"The dataset '{name}' exists: add to it with POST /api/datasets/{name}/imports, or choose another name.");

    private static bool IsBroken(OrchestrationMetadata? instance) =>
        instance?.RuntimeStatus is OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    private async Task<DatasetImport> AskedAsync(string name, DatasetSource? source, string requestId, CancellationToken cancellationToken)
    {
        var (found, etag) = await _sources.RequireAsync(name, source, cancellationToken);
        return new DatasetImport(IdOf(requestId), found, etag, _time.GetUtcNow());
    }

    private async Task<(List<RejectedFile> Rejected, List<DuplicateFile> Duplicates)> FindingsAsync(
        string dataset, string id, int parts, CancellationToken cancellationToken)
    {
        var (rejected, duplicates) = (new List<RejectedFile>(), new List<DuplicateFile>());
        for (var part = 0; part < parts && (rejected.Count < MaxShown || duplicates.Count < MaxShown); part++)
        {
            if (await Blob(DatasetBlobs.ImportFindings(dataset, id, part)).ReadJsonAsync<ImportFindings>(cancellationToken) is not { } found)
                continue;
            rejected.AddRange(found.Rejected.Take(MaxShown - rejected.Count));
            duplicates.AddRange(found.Duplicates.Take(MaxShown - duplicates.Count));
        }

        return (rejected, duplicates);
    }

    private Task<ImportOutcome?> OutcomeAsync(string dataset, string id, CancellationToken cancellationToken) =>
        Blob(DatasetBlobs.ImportOutcome(dataset, id)).ReadJsonAsync<ImportOutcome>(cancellationToken);

    private Azure.Storage.Blobs.BlobClient Blob(string path) => _storage.Blob(Containers.Datasets, path);
}
