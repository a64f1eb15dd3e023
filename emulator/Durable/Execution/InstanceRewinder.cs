using CloudRestore.Emulator.Durable.History;
using CloudRestore.Emulator.Durable.Storage;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Durable.Execution;

/// <summary>
/// Takes failed orchestrations back to before what they failed of, so that they go on from there: what succeeded is not done again, what
/// failed is asked for again, and failed sub-orchestrations are rewound themselves.
/// </summary>
internal static class InstanceRewinder
{
    /// <summary>Rewinds an orchestration that has failed.</summary>
    /// <param name="session">The database.</param>
    /// <param name="instance">It; its status is <see cref="OrchestrationRuntimeStatus.Failed"/>.</param>
    /// <param name="reason">Why, for the history.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Told what has to be set going.</param>
    public static void Rewind(SqliteSession session, InstanceRecord instance, string? reason, DateTime now, Effects effects)
    {
        var history = WithoutEnd(HistoryTable.Read(session, instance.Id));
        var again = new HashSet<int>();
        foreach (var call in Unanswered(history))
        {
            if (IsDoneAgain(session, instance, call, reason, now, effects))
                again.Add(call.TaskId!.Value);
        }

        HistoryTable.Replace(session, instance.Id, history.Select(entry => entry.TaskId is { } id && again.Contains(id) ? Rewound(entry) : entry));
        Rearm(session, instance, history, effects);
        InstanceTable.Put(session, instance with { Status = OrchestrationRuntimeStatus.Running, Updated = now, Output = null, Failure = null });
        Inbox.Add(session, instance.Id, instance.ExecutionId, new(HistoryEventKind.ExecutionRewound) { Data = reason });
        effects.Receivers.Add(instance.Id);
        effects.Changed.Add(instance.Id);
    }

    /// <summary>The history before its end, without the failures upon which the code asked for nothing: those are what it failed of.</summary>
    private static List<HistoryEvent> WithoutEnd(List<HistoryEvent> history)
    {
        var kept = new List<HistoryEvent>();
        var batch = new List<HistoryEvent>();
        foreach (var entry in history.Where(static entry => entry.Kind != HistoryEventKind.ExecutionCompleted))
        {
            if (entry.Kind == HistoryEventKind.OrchestratorStarted)
                End();
            batch.Add(entry);
        }

        End();
        return kept;

        void End()
        {
            var isAnswered = batch.Exists(static entry => entry.IsAction);
            kept.AddRange(batch.Where(entry => isAnswered || entry.Failure is null));
            batch.Clear();
        }
    }

    private static IEnumerable<HistoryEvent> Unanswered(List<HistoryEvent> history)
    {
        var answered = history.Where(static entry => entry.IsAnswer).Select(static entry => entry.TaskId).ToHashSet();
        return history.Where(entry => entry.Kind is HistoryEventKind.TaskScheduled or HistoryEventKind.SubOrchestrationCreated && !answered.Contains(entry.TaskId));
    }

    /// <summary>Whether a call without an answer has to be made again; what still runs will answer, and a child that ended since answers now.</summary>
    private static bool IsDoneAgain(SqliteSession session, InstanceRecord instance, HistoryEvent call, string? reason, DateTime now, Effects effects)
    {
        if (call.Kind == HistoryEventKind.TaskScheduled)
            return !ScheduledWork.IsScheduled(session, instance.Id, instance.ExecutionId, call.TaskId!.Value);
        if (InstanceTable.Find(session, call.InstanceId!) is not { } child || child.Parent?.ExecutionId != instance.ExecutionId)
            return true;
        switch (child.Status)
        {
            case OrchestrationRuntimeStatus.Failed:
                Rewind(session, child, reason, now, effects);
                return false;
            case OrchestrationRuntimeStatus.Completed:
                var result = new HistoryEvent(HistoryEventKind.SubOrchestrationCompleted) { TaskId = call.TaskId, Data = child.Output };
                Inbox.Add(session, instance.Id, instance.ExecutionId, result);
                return false;
            default:
                return child.HasEnded;
        }
    }

    private static HistoryEvent Rewound(HistoryEvent entry) =>
        entry.Kind is HistoryEventKind.TaskScheduled or HistoryEventKind.SubOrchestrationCreated ? entry with { Kind = HistoryEventKind.CallRewound } : entry;

    // Timers end with their orchestration. One that the code gave up fires for nobody.
    private static void Rearm(SqliteSession session, InstanceRecord instance, List<HistoryEvent> history, Effects effects)
    {
        var fired = history.Where(static entry => entry.Kind == HistoryEventKind.TimerFired).Select(static entry => entry.TaskId).ToHashSet();
        foreach (var created in history.Where(entry => entry.Kind == HistoryEventKind.TimerCreated && !fired.Contains(entry.TaskId)))
        {
            var timer = new PendingTimer(instance.Id, instance.ExecutionId, created.TaskId!.Value, created.Time!.Value);
            ScheduledWork.Add(session, timer, new(HistoryEventKind.TimerFired) { TaskId = created.TaskId });
            effects.Timers.Add(timer);
        }
    }
}
