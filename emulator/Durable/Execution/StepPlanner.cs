using CloudRestore.Emulator.Durable.History;
using CloudRestore.Emulator.Durable.Replay;
using CloudRestore.Emulator.Durable.Storage;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Durable.Execution;

/// <summary>
/// Decides what an instance does with the messages that have arrived: end, pause, wait, or run its code over all
/// of them at once.
/// </summary>
internal static class StepPlanner
{
    private static readonly Outcome Nothing = new([], [], default, null);

    /// <summary>Plans the next step.</summary>
    /// <param name="situation">The instance and its messages.</param>
    /// <param name="now">The time of the new batch.</param>
    /// <param name="replay">Runs the code over the history and the new events.</param>
    /// <returns>The step; null when there is nothing to do.</returns>
    public static Step? Plan(
        Situation situation, DateTime now, Func<IReadOnlyList<HistoryEvent>, IReadOnlyList<HistoryEvent>, Outcome> replay)
    {
        var (instance, history, messages) = situation;
        if (messages.Count == 0)
            return null;
        if (messages.FirstOrDefault(static message => message.Event.Kind == HistoryEventKind.Terminate) is { } terminate)
        {
            var ending = new Ending.Terminated(terminate.Event.Data, terminate.Event.Recursive == true);
            return new(instance, history.Count, [], [], Nothing with { Ending = ending }, null);
        }

        var steering = messages.Where(static message => message.Event.Kind is HistoryEventKind.Suspend or HistoryEventKind.Resume).ToList();
        bool? suspension = steering.Count == 0 ? null : steering[^1].Event.Kind == HistoryEventKind.Suspend;
        var isSuspended = suspension ?? instance.Status == OrchestrationRuntimeStatus.Suspended;
        var stale = messages.Where(message => message.ExecutionId is { } execution && execution != instance.ExecutionId).ToList();
        var fresh = messages.Except(steering).Except(stale).ToList();

        // Events may arrive before the start; they wait for it.
        var start = fresh.FindIndex(static message => message.Event.Kind == HistoryEventKind.ExecutionStarted);
        if (start > 0)
        {
            var started = fresh[start];
            fresh.RemoveAt(start);
            fresh.Insert(0, started);
        }

        var canRun = !isSuspended && fresh.Count > 0 && (history.Count > 0 || start >= 0);
        if (!canRun)
            return Steered(situation, [.. steering, .. stale], suspension);

        var begin = new HistoryEvent(HistoryEventKind.OrchestratorStarted) { Time = now };
        List<HistoryEvent> arrived = [begin, .. fresh.Select(static message => message.Event)];
        var consumed = messages.Select(static message => message.Id).ToList();
        return new(instance, history.Count, consumed, arrived, replay(history, arrived), suspension);
    }

    private static Step? Steered(Situation situation, List<InboxMessage> used, bool? suspension) =>
        used.Count == 0
            ? null
            : new(situation.Instance, situation.History.Count, [.. used.Select(static message => message.Id)], [], Nothing, suspension);
}
