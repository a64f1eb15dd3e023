using CloudRestore.Core.Datasets;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Datasets.Entries;
using CloudRestore.Functions.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Datasets;

/// <summary>
/// The work of an import. After every few files it writes down how far it is, so that an interruption costs no more than those; done again,
/// they find themselves there.
/// </summary>
public sealed class ImportActivities
{
    private readonly StorageClients _storage;
    private readonly DatasetRecords _records;
    private readonly IOptions<DatasetOptions> _options;
    private readonly TimeProvider _time;

    /// <summary>Made by the host.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="records">The records of datasets.</param>
    /// <param name="options">The limits.</param>
    /// <param name="time">The clock.</param>
    public ImportActivities(StorageClients storage, DatasetRecords records, IOptions<DatasetOptions> options, TimeProvider time) =>
        (_storage, _records, _options, _time) = (storage, records, options, time);

    /// <summary>Imports until the source, the share of one activity, or somebody's patience is at an end.</summary>
    /// <param name="start">The import.</param>
    /// <param name="cancellationToken">The host stops.</param>
    /// <exception cref="PermanentFailureException">The source cannot be read, or the dataset is gone.</exception>
    [Function(nameof(ImportPhotographs))]
    public async Task<ImportStep> ImportPhotographs([ActivityTrigger] ImportStart start, CancellationToken cancellationToken)
    {
        var import = await RequireAsync(start, cancellationToken);
        var (began, limits) = (_time.GetTimestamp(), _options.Value);
        var blob = _storage.Blob(Containers.Datasets, DatasetBlobs.ImportProgress(start.Dataset, start.Import));
        var found = await blob.ReadJsonWithETagAsync<ImportProgress>(cancellationToken);
        var (progress, etag) = (found?.Value ?? new ImportProgress(), found?.ETag);
        var writer = new PhotographWriting(_storage, start, await DatasetContents.ReadAsync(_storage, start.Dataset, cancellationToken), limits);
        if (await IsCancelledAsync(start, cancellationToken))
            return new ImportStep(IsDone: false, IsCancelled: true);

        var until = progress.Entries + limits.StepEntries;
        var from = new ImportCursor(progress.Entries, progress.After, progress.UnpackedBytes, progress.Share);
        await foreach (var batch in ImportBatches.Of(ImportSource.ReadAsync(_storage, import, from, limits, cancellationToken), cancellationToken))
        {
            progress = await writer.AddAsync(batch, progress, cancellationToken) with { UpdatedAt = _time.GetUtcNow() };
            etag = await blob.SwapJsonAsync(progress, etag, cancellationToken)
                ?? throw new InvalidOperationException($"Another execution of the import {start.Import} is at work; this one begins again after it.");
            if (await IsCancelledAsync(start, cancellationToken))
                return new ImportStep(IsDone: false, IsCancelled: true);
            if (progress.Entries >= until || _time.GetElapsedTime(began) >= limits.StepTime)
                return new ImportStep(IsDone: false, IsCancelled: false);
            await RequireAsync(start, cancellationToken);
        }

        return new ImportStep(IsDone: true, IsCancelled: false);
    }

    /// <summary>Creates the import's outcome, unless there is one. An uploaded archive that is imported is deleted.</summary>
    /// <param name="ending">How it ended.</param>
    /// <param name="cancellationToken">The host stops.</param>
    /// <returns>The status that stands in storage.</returns>
    [Function(nameof(EndImport))]
    public async Task<RunStatus> EndImport([ActivityTrigger] ImportEnding ending, CancellationToken cancellationToken)
    {
        var (dataset, id) = (ending.Start.Dataset, ending.Start.Import);
        // A dataset that was deleted meanwhile gets no outcome, or its folder would be there again.
        if ((await _records.FindAsync(dataset, cancellationToken))?.Value is not { IsBeingDeleted: false, Import: { } import } || import.Id != id)
            return ending.Status;
        var progress = await _storage.Blob(Containers.Datasets, DatasetBlobs.ImportProgress(dataset, id)).ReadJsonAsync<ImportProgress>(cancellationToken);
        var outcome = new ImportOutcome(import, ending.Status, progress ?? new ImportProgress(), ending.Reason, ending.FinishedAt);
        var blob = _storage.Blob(Containers.Datasets, DatasetBlobs.ImportOutcome(dataset, id));
        if (!await blob.CreateJsonAsync(outcome, cancellationToken))
            outcome = (await blob.ReadJsonAsync<ImportOutcome>(cancellationToken))!;
        if (outcome is { Status: RunStatus.Succeeded, Import: { Source: { Container: Containers.Datasets, Archive: { } archive } } })
            await _storage.Blob(Containers.Datasets, archive).DeleteIfExistsAsync(cancellationToken: cancellationToken);
        return outcome.Status;
    }

    private async Task<DatasetImport> RequireAsync(ImportStart start, CancellationToken cancellationToken) =>
        (await _records.FindAsync(start.Dataset, cancellationToken))?.Value is { IsBeingDeleted: false, Import: { } import } && import.Id == start.Import
            ? import
            : throw new PermanentFailureException($"The dataset '{start.Dataset}' was deleted while photographs were imported.");

    private async Task<bool> IsCancelledAsync(ImportStart start, CancellationToken cancellationToken) =>
        await _storage.Blob(Containers.Datasets, DatasetBlobs.ImportCancel(start.Dataset, start.Import)).ExistsAsync(cancellationToken);
}
