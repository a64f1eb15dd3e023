using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.Training;

/// <summary>How a run ended, as its orchestration knows it.</summary>
public sealed record TrainingEnding
{
    /// <summary>The run.</summary>
    public required TrainingRequest Request { get; init; }

    /// <summary>Succeeded, failed or cancelled.</summary>
    public RunStatus Status { get; init; }

    /// <summary>Which beginning of the run this was, from 1.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>The stages that were begun.</summary>
    public IReadOnlyList<StageSummary> Stages { get; init; } = [];

    /// <summary>The registered model, or null.</summary>
    public string? Model { get; init; }

    /// <summary>Whether it became champion, and why; null if it did not come so far.</summary>
    public PromotionDecision? Promotion { get; init; }

    /// <summary>Why the run failed or was cancelled.</summary>
    public string? Reason { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset FinishedAt { get; init; }
}

/// <summary>Writes how a run ended.</summary>
public sealed class OutcomeActivities
{
    private readonly StorageClients _storage;
    private readonly ILogger<OutcomeActivities> _logger;

    /// <summary>Made by the host.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="logger">Where ends are told.</param>
    public OutcomeActivities(StorageClients storage, ILogger<OutcomeActivities> logger) => (_storage, _logger) = (storage, logger);

    /// <summary>Creates the run's outcome, with the scores of its evaluation, unless there is one.</summary>
    /// <param name="ending">How it ended.</param>
    /// <param name="cancellationToken">The host stops.</param>
    /// <returns>The status that stands in storage.</returns>
    [Function(nameof(WriteTrainingOutcome))]
    public Task<RunStatus> WriteTrainingOutcome([ActivityTrigger] TrainingEnding ending, CancellationToken cancellationToken) => _logger.TraceAsync(
        SpanNames.EndTraining, WorkIds.OfRun(ending.Request.Id), ending.Request.TraceParent, () => EndAsync(ending, cancellationToken));

    private async Task<RunStatus> EndAsync(TrainingEnding ending, CancellationToken cancellationToken)
    {
        var run = ending.Request.Id;
        var evaluation = await _storage.Blob(Containers.Jobs, JobBlobs.Result($"{run}.{JobKindNames.NameOf(JobKind.Evaluate)}"))
            .ReadJsonAsync<JobResult>(cancellationToken);
        var blob = _storage.Blob(Containers.Runs, RunBlobs.Outcome(run));
        var outcome = new TrainingOutcome
        {
            Id = run,
            Status = ending.Status,
            Generation = ending.Generation,
            Stages = ending.Stages,
            Model = ending.Model,
            Promoted = ending.Promotion?.Promoted ?? false,
            PromotionReason = ending.Promotion?.Reason,
            Promotion = ending.Promotion,
            Approval = await _storage.Blob(Containers.Runs, RunBlobs.Approval(run)).ReadJsonAsync<Approval>(cancellationToken),
            Metrics = evaluation?.Metrics ?? new Dictionary<string, double>(),
            Reason = ending.Reason,
            FinishedAt = ending.FinishedAt,
        };
        if (await blob.CreateJsonAsync(outcome, cancellationToken))
        {
            Instruments.RunEnded(outcome.Status);
            _logger.LogInformation("The run {Run} has ended: {Status}.", run, outcome.Status);
        }
        else
        {
            outcome = (await blob.ReadJsonAsync<TrainingOutcome>(cancellationToken))!;
        }

        Tracing.Outcome(outcome.Status);
        return outcome.Status;
    }
}
