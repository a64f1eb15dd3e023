using System.Globalization;
using CloudRestore.Core.Api;
using CloudRestore.Functions.Records;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Retraining;

/// <summary>Trains anew: when the schedule says, and when somebody asks.</summary>
/// <param name="store">What is kept of the schedule.</param>
/// <param name="options">The settings.</param>
/// <param name="time">The clock.</param>
public sealed class Retrainings(RetrainingStore store, IOptions<RetrainingOptions> options, TimeProvider time)
{
    private readonly RetrainingCalendar? _calendar = RetrainingCalendar.Of(options.Value);

    /// <summary>Looks whether the schedule has asked since the last look, and starts what it asks for.</summary>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up; the next look sees what this one would have.</param>
    public async Task LookAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (_calendar is null)
            return;
        var now = time.GetUtcNow();
        var (_, due) = _calendar.Look((await store.ReadAsync(cancellationToken))?.Value, now);
        if (due is { } occurrence)
        {
            var id = occurrence.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
            // Not kept as seen unless it is started.
            if (!await StartAsync(new RetrainingStart(id, occurrence), client, cancellationToken))
                return;
        }

        await store.ChangeAsync(state => _calendar.Look(state, now).State, cancellationToken);
    }

    /// <summary>Trains anew now, whatever the schedule and however few photographs are new.</summary>
    /// <param name="requestId">The request: repeated, it is one attempt.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestRefusedException">No dataset is set, or another attempt is being decided on.</exception>
    public async Task RequestAsync(string requestId, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (options.Value.Dataset is null)
            throw new RequestRefusedException(409, "No dataset is set to train on: set Retraining:Dataset, or start a run with POST /api/training-runs.");
        if (!await StartAsync(new RetrainingStart(requestId, null), client, cancellationToken))
            throw new RequestRefusedException(409, "It is being decided on another retraining: look at GET /api/retraining and ask again.");
    }

    /// <summary>Whether, when and with what models are trained anew.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<RetrainingStatus> ShowAsync(CancellationToken cancellationToken)
    {
        var (settings, state) = (options.Value, (await store.ReadAsync(cancellationToken))?.Value);
        return new RetrainingStatus
        {
            Schedule = string.IsNullOrEmpty(settings.Schedule) ? null : settings.Schedule,
            TimeZone = settings.TimeZone,
            Dataset = settings.Dataset,
            Preset = settings.Preset,
            Recipe = settings.Recipe,
            MinNewPhotographs = settings.MinNewPhotographs,
            Next = _calendar?.Next(time.GetUtcNow()),
            LastOccurrence = state?.LastOccurrence,
            Last = state?.Last,
        };
    }

    // Durable overwrites an instance that has ended, and refuses a second one of an id that has not.
    private async Task<bool> StartAsync(RetrainingStart start, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await IsStartedAsync(start, client, cancellationToken) is { } known)
            return known;
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(RetrainingOrchestrator), start, new StartOrchestrationOptions(RetrainingOrchestrator.InstanceId), cancellationToken);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The real client reports a taken id in more than one type.
            if (await IsStartedAsync(start, client, cancellationToken) is not { } taken)
                throw;
            return taken;
        }
    }

    /// <summary>Whether an attempt was started, perhaps by a process that did not live to say so: false while another is decided on, null if nothing stands in its way.</summary>
    private async Task<bool?> IsStartedAsync(RetrainingStart start, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var instance = await client.GetInstanceAsync(RetrainingOrchestrator.InstanceId, getInputsAndOutputs: true, cancellationToken);
        var underWay = instance is { IsCompleted: false } ? instance.ReadInputAs<RetrainingStart>()!.Id : null;
        if (underWay == start.Id || await store.FindAsync(start.Id, cancellationToken) is not null)
            return true;
        return underWay is null ? null : false;
    }
}
