using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;
using CloudRestore.Functions.Records;
using CloudRestore.Functions.Training;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Retraining;

/// <summary>Decides on an attempt and keeps what came of it. Done again it comes to the same, because the run is named after the attempt.</summary>
public sealed class RetrainingActivities
{
    private readonly RetrainingStore _store;
    private readonly NewPhotographs _photographs;
    private readonly TrainingRuns _runs;
    private readonly RetrainingOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Made by the host.</summary>
    /// <param name="store">What is kept of the schedule.</param>
    /// <param name="photographs">Counts new photographs.</param>
    /// <param name="runs">Starts training runs.</param>
    /// <param name="options">The settings.</param>
    /// <param name="time">The clock.</param>
    public RetrainingActivities(
        RetrainingStore store, NewPhotographs photographs, TrainingRuns runs, IOptions<RetrainingOptions> options, TimeProvider time) =>
        (_store, _photographs, _runs, _options, _time) = (store, photographs, runs, options.Value, time);

    /// <summary>Starts a run, or says why not.</summary>
    /// <param name="start">The attempt.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(DecideRetraining))]
    public async Task<RetrainingAttempt> DecideRetraining(
        [ActivityTrigger] RetrainingStart start, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        if (await _store.FindAsync(start.Id, cancellationToken) is { } decided)
            return await _store.KeepAsync(decided, cancellationToken);
        var run = $"retrain-{start.Id}";
        if (_options.Dataset is not { } dataset)
            return await _store.KeepAsync(Ended(start, RetrainingOutcome.Failed, "No dataset is set to train on: set Retraining:Dataset.", null, null), cancellationToken);
        if (await UnderWayAsync(run, client, cancellationToken) is { } other)
            return await _store.KeepAsync(Ended(start, RetrainingOutcome.Skipped, $"The run '{other}' that was started before is still under way.", null, null), cancellationToken);
        var (count, champion) = await _photographs.CountAsync(dataset, cancellationToken);
        var found = champion is null
            ? $"There is no champion yet, so {count} photographs of '{dataset}' are new"
            : $"{count} photographs of '{dataset}' are new since the champion '{champion}' was trained";
        if (start.Occurrence is not null && count < _options.MinNewPhotographs)
            return await _store.KeepAsync(Ended(start, RetrainingOutcome.Skipped, $"{found}; {_options.MinNewPhotographs} are needed.", count, null), cancellationToken);
        try
        {
            var body = new StartTrainingRun(dataset, run, _options.Preset, _options.Recipe, Promotion: _options.Promotion);
            await _runs.AcceptAsync(body, start.Id, client, cancellationToken);
        }
        catch (RequestRefusedException e)
        {
            return await _store.KeepAsync(Ended(start, RetrainingOutcome.Failed, e.Message, count, null), cancellationToken);
        }

        return await _store.KeepAsync(Ended(start, RetrainingOutcome.Started, $"{found}.", count, run), cancellationToken);
    }

    /// <summary>Keeps that an attempt could not be made.</summary>
    /// <param name="failure">The attempt and why.</param>
    /// <param name="cancellationToken">The host stops.</param>
    [Function(nameof(FailRetraining))]
    public Task<RetrainingAttempt> FailRetraining([ActivityTrigger] RetrainingFailure failure, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return _store.KeepAsync(Ended(failure.Start, RetrainingOutcome.Failed, failure.Reason, null, null), cancellationToken);
    }

    // The last run that was started, if it is not over, and is not this attempt's own of a first try.
    private async Task<string?> UnderWayAsync(string own, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var last = (await _store.ReadAsync(cancellationToken))?.Value.Run;
        return last is not null && last != own
            && await _runs.ShowAsync(last, client, cancellationToken) is { Status: not (RunStatus.Succeeded or RunStatus.Failed or RunStatus.Cancelled) }
            ? last
            : null;
    }

    private RetrainingAttempt Ended(RetrainingStart start, RetrainingOutcome outcome, string reason, int? photographs, string? run) =>
        new(start.Id, start.Occurrence, outcome, reason, photographs, run, _time.GetUtcNow());
}
