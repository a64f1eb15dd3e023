using System.Text.Json;
using CloudRestore.Core.Comparisons;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Promoting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Comparing;

/// <summary>What <see cref="ComparisonOrchestrator"/> does outside itself, beside the steps that it shares with training.</summary>
public sealed class ComparisonActivities
{
    private readonly StorageClients _storage;
    private readonly TrainingSets _training;
    private readonly IOptions<PromotionOptions> _options;
    private readonly ILogger<ComparisonActivities> _logger;

    /// <summary>Made by the host.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="training">What models were trained on.</param>
    /// <param name="options">How intervals are found.</param>
    /// <param name="logger">Where ends are told.</param>
    public ComparisonActivities(StorageClients storage, TrainingSets training, IOptions<PromotionOptions> options, ILogger<ComparisonActivities> logger) =>
        (_storage, _training, _options, _logger) = (storage, training, options, logger);

    /// <summary>Compares models by what their evaluations left.</summary>
    /// <param name="models">The models.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(CompareModels))]
    public Task<ComparisonResult> CompareModels([ActivityTrigger] EvaluatedModels models, CancellationToken cancellationToken) => _logger.TraceAsync(
        SpanNames.CompareModels, WorkIds.OfComparison(models.Request.Id), models.Request.TraceParent, () => CompareAsync(models, cancellationToken));

    /// <summary>Creates the outcome, unless there is one.</summary>
    /// <param name="outcome">How the comparison ended.</param>
    /// <param name="cancellationToken">The host stops.</param>
    /// <returns>The status that stands in storage.</returns>
    [Function(nameof(WriteComparisonOutcome))]
    public async Task<RunStatus> WriteComparisonOutcome([ActivityTrigger] ComparisonOutcome outcome, CancellationToken cancellationToken)
    {
        var request = await _storage.Blob(Containers.Jobs, ComparisonBlobs.Request(outcome.Id)).ReadJsonAsync<ComparisonRequest>(cancellationToken);
        return await _logger.TraceAsync(
            SpanNames.EndComparison, WorkIds.OfComparison(outcome.Id), request?.TraceParent, () => EndAsync(outcome, cancellationToken));
    }

    private async Task<ComparisonResult> CompareAsync(EvaluatedModels models, CancellationToken cancellationToken)
    {
        var run = ComparisonNames.RunOf(models.Request);
        var manifest = await _storage.Blob(Containers.Runs, RunBlobs.Manifest(run.Id)).ReadJsonAsync<DatasetManifest>(cancellationToken);
        var compared = new List<ComparedModel>();
        foreach (var (version, folder) in models.Request.Models.Zip(models.Evaluations))
            compared.Add(new ComparedModel(version, await EvaluationAsync(version, folder, cancellationToken), await _training.OfAsync(version, cancellationToken)));
        return ModelComparison.Of(compared, manifest!, _options.Value);
    }

    private async Task<RunStatus> EndAsync(ComparisonOutcome outcome, CancellationToken cancellationToken)
    {
        var blob = _storage.Blob(Containers.Jobs, ComparisonBlobs.Outcome(outcome.Id));
        var status = outcome.Status;
        if (await blob.CreateJsonAsync(outcome, cancellationToken))
            _logger.LogInformation("The comparison {Comparison} has ended: {Status}.", outcome.Id, status);
        else
            status = (await blob.ReadJsonAsync<ComparisonOutcome>(cancellationToken))!.Status;
        Tracing.Outcome(status);
        return status;
    }

    private async Task<EvaluationDocument> EvaluationAsync(string version, BlobAddress folder, CancellationToken cancellationToken)
    {
        try
        {
            var found = await _storage.Blob(folder.Container, folder.Path + EvaluationDocument.FileName).ReadJsonAsync<EvaluationDocument>(cancellationToken);
            return found ?? throw new PermanentFailureException($"The evaluation of the model '{version}' left no scores.");
        }
        catch (JsonException e)
        {
            throw new PermanentFailureException($"The scores of the model '{version}' cannot be read: run the same release of the function app and the GPU runner.", e);
        }
    }
}
