using CloudRestore.Emulator.Durable.History;
using CloudRestore.Emulator.Durable.Replay;
using CloudRestore.Emulator.Durable.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Durable.Execution;

/// <summary>Writes the end of an execution, and tells those who depend on it.</summary>
internal static class ExecutionEnd
{
    /// <summary>Begins the next execution; the history of this one is dropped, as in Azure.</summary>
    public static void ContinueAsNew(SqliteSession session, InstanceRecord instance, Ending.ContinuedAsNew next, Effects effects)
    {
        session.Execute("DELETE FROM history WHERE instance = $1", instance.Id);
        ScheduledWork.ClearTimers(session, instance.Id);
        instance = instance with { ExecutionId = Guid.NewGuid().ToString("N"), Input = next.Input };
        InstanceTable.Put(session, instance);
        Inbox.Add(session, instance.Id, instance.ExecutionId, new(HistoryEventKind.ExecutionStarted)
        {
            Name = instance.Name,
            Data = next.Input,
            PreservedEvents = next.PreservedEvents,
        });
        effects.Receivers.Add(instance.Id);
    }

    /// <summary>Ends the instance. Instance and history stay until they are purged.</summary>
    public static void End(SqliteSession session, Step step, InstanceRecord instance, Effects effects)
    {
        var ending = step.Outcome.Ending;
        var ended = ending switch
        {
            Ending.Completed completed => instance with { Status = OrchestrationRuntimeStatus.Completed, Output = completed.Output },
            Ending.Terminated terminated => instance with { Status = OrchestrationRuntimeStatus.Terminated, Output = terminated.Output },
            Ending.Failed { Failure: var failure } => instance with
            {
                Status = OrchestrationRuntimeStatus.Failed,
                Output = failure.ErrorMessage,
                Failure = failure,
            },
            _ => throw new InvalidOperationException($"{ending} is not an end."),
        };
        HistoryTable.Append(session, instance.Id, step.HistoryLength, [.. StepCommitter.Recorded(step), .. LastEvents(ended, ending)]);
        session.Execute("DELETE FROM inbox WHERE instance = $1", instance.Id);
        ScheduledWork.ClearTimers(session, instance.Id);
        InstanceTable.Put(session, ended);
        if (ending is Ending.Terminated { Recursive: true })
            TerminateChildren(session, ended, effects);
        if (ended.Parent is { } parent)
            Report(session, parent, ended, effects);
    }

    private static IEnumerable<HistoryEvent> LastEvents(InstanceRecord ended, Ending ending)
    {
        if (ending is Ending.Terminated terminated)
            yield return new(HistoryEventKind.Terminate) { Time = ended.Updated, Data = terminated.Output, Recursive = terminated.Recursive };
        yield return new(HistoryEventKind.ExecutionCompleted) { Time = ended.Updated, Status = ended.Status, Data = ended.Output, Failure = ended.Failure };
    }

    private static void TerminateChildren(SqliteSession session, InstanceRecord instance, Effects effects)
    {
        foreach (var child in InstanceTable.Children(session, instance.Id).Where(static child => !child.HasEnded))
        {
            Inbox.Add(session, child.Id, null, new(HistoryEventKind.Terminate) { Data = instance.Output, Recursive = true });
            effects.Receivers.Add(child.Id);
        }
    }

    private static void Report(SqliteSession session, ParentLink link, InstanceRecord child, Effects effects)
    {
        if (InstanceTable.Find(session, link.InstanceId) is not { HasEnded: false } parent || parent.ExecutionId != link.ExecutionId)
            return;
        var isCompleted = child.Status == OrchestrationRuntimeStatus.Completed;
        var failure = isCompleted
            ? null
            : child.Failure ?? new TaskFailureDetails("(unknown)", child.Output ?? "The orchestration was terminated.", null, null, null);
        var report = new HistoryEvent(isCompleted ? HistoryEventKind.SubOrchestrationCompleted : HistoryEventKind.SubOrchestrationFailed)
        {
            TaskId = link.TaskId,
            Data = isCompleted ? child.Output : null,
            Failure = failure,
        };
        Inbox.Add(session, link.InstanceId, link.ExecutionId, report);
        effects.Receivers.Add(link.InstanceId);
    }
}
