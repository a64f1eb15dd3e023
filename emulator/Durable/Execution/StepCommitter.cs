using CloudRestore.Emulator.Durable.History;
using CloudRestore.Emulator.Durable.Replay;
using CloudRestore.Emulator.Durable.Storage;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Durable.Execution;

/// <summary>Writes a step, with everything that it schedules, inside one transaction.</summary>
internal static class StepCommitter
{
    /// <summary>Reads what an instance has to work on; null when there is no such instance or it has ended.</summary>
    /// <param name="session">The database.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="known">Its history, when the caller still has it.</param>
    public static Situation? Read(SqliteSession session, string instanceId, KnownHistory? known)
    {
        if (InstanceTable.Find(session, instanceId) is not { HasEnded: false } instance)
        {
            session.Execute("DELETE FROM inbox WHERE instance = $1", instanceId);
            return null;
        }

        var history = known?.ExecutionId == instance.ExecutionId ? known.Events : HistoryTable.Read(session, instanceId);
        return new(instance, history, Inbox.Read(session, instanceId));
    }

    /// <summary>Writes a step.</summary>
    /// <returns>What has to be set going when the transaction is on disk.</returns>
    public static Effects Write(SqliteSession session, Step step, DateTime now)
    {
        var effects = new Effects();
        var instance = step.Instance;
        foreach (var id in step.Consumed)
            Inbox.Remove(session, id);
        effects.Changed.Add(instance.Id);
        var (isSet, customStatus) = step.Outcome.CustomStatus;
        if (isSet)
            instance = instance with { CustomStatus = customStatus };
        instance = instance with { Updated = now, Status = Status(step) };

        foreach (var action in step.Outcome.Actions)
            Schedule(session, step, action, now, effects);
        switch (step.Outcome.Ending)
        {
            case null:
                HistoryTable.Append(session, instance.Id, step.HistoryLength, Recorded(step));
                CancelTimers(session, step, effects);
                InstanceTable.Put(session, instance);
                break;
            case Ending.ContinuedAsNew next:
                ExecutionEnd.ContinueAsNew(session, instance, next, effects);
                break;
            default:
                ExecutionEnd.End(session, step, instance, effects);
                break;
        }

        return effects;
    }

    /// <summary>What a step adds to the history: inputs of calls are kept with the work and not twice.</summary>
    public static IEnumerable<HistoryEvent> Recorded(Step step) =>
        step.Arrived.Concat(step.Outcome.Actions.Select(static action => action with { Data = null }));

    private static OrchestrationRuntimeStatus Status(Step step) => step.Suspension switch
    {
        true => OrchestrationRuntimeStatus.Suspended,
        _ when step.Arrived.Count > 0 || step.HistoryLength > 0 && step.Suspension == false => OrchestrationRuntimeStatus.Running,
        false => OrchestrationRuntimeStatus.Pending,
        null => step.Instance.Status,
    };

    private static void Schedule(SqliteSession session, Step step, HistoryEvent action, DateTime now, Effects effects)
    {
        var (instance, taskId) = (step.Instance, action.TaskId!.Value);
        switch (action.Kind)
        {
            case HistoryEventKind.TaskScheduled:
                var activity = new PendingActivity(instance.Id, instance.ExecutionId, taskId, action.Name!, action.Data);
                ScheduledWork.Add(session, activity);
                effects.Activities.Add(activity);
                break;
            case HistoryEventKind.TimerCreated when step.Outcome.Ending is null && !step.Outcome.CancelledTimers.Contains(taskId):
                var timer = new PendingTimer(instance.Id, instance.ExecutionId, taskId, action.Time!.Value);
                ScheduledWork.Add(session, timer, new(HistoryEventKind.TimerFired) { TaskId = taskId });
                effects.Timers.Add(timer);
                break;
            case HistoryEventKind.SubOrchestrationCreated:
                StartChild(session, instance, action, now, effects);
                break;
            case HistoryEventKind.EventSent when InstanceTable.Find(session, action.InstanceId!) is { HasEnded: false }:
                Inbox.Add(session, action.InstanceId!, null, new(HistoryEventKind.EventRaised) { Name = action.Name, Data = action.Data });
                effects.Receivers.Add(action.InstanceId!);
                break;
            default:
                break;
        }
    }

    private static void StartChild(SqliteSession session, InstanceRecord parent, HistoryEvent action, DateTime now, Effects effects)
    {
        var link = new ParentLink(parent.Name, parent.Id, parent.ExecutionId, action.TaskId!.Value);
        try
        {
            InstanceStarter.Start(session, new(action.InstanceId!, action.Name!, action.Data, null, link), now, effects);
        }
        catch (OrchestrationAlreadyExistsException exception)
        {
            var failure = Failures.Of(typeof(OrchestrationAlreadyExistsException).FullName!, exception.Message);
            Inbox.Add(session, parent.Id, parent.ExecutionId, new(HistoryEventKind.SubOrchestrationFailed)
            {
                TaskId = action.TaskId,
                Failure = failure,
            });
            effects.Receivers.Add(parent.Id);
        }
    }

    private static void CancelTimers(SqliteSession session, Step step, Effects effects)
    {
        foreach (var taskId in step.Outcome.CancelledTimers)
        {
            var timer = new PendingTimer(step.Instance.Id, step.Instance.ExecutionId, taskId, default);
            ScheduledWork.Cancel(session, timer);
            effects.CancelledTimers.Add(timer);
        }
    }
}
