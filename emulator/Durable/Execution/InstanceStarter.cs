using CloudRestore.Emulator.Durable.History;
using CloudRestore.Emulator.Durable.Storage;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Durable.Execution;

/// <summary>Records new orchestrations.</summary>
internal static class InstanceStarter
{
    /// <summary>Task id of the timer that starts an orchestration later.</summary>
    public const int StartTimer = -1;

    /// <summary>Records an orchestration; one with this id that has ended is overwritten.</summary>
    /// <exception cref="OrchestrationAlreadyExistsException">One with this id has not ended.</exception>
    public static void Start(SqliteSession session, NewInstance instance, DateTime now, Effects effects)
    {
        if (InstanceTable.Find(session, instance.Id) is { HasEnded: false } existing)
        {
            throw new OrchestrationAlreadyExistsException(
                $"An orchestration with the instance id '{instance.Id}' already exists and is {existing.Status}.");
        }

        InstanceTable.Delete(session, instance.Id);
        var record = new InstanceRecord(
            instance.Id,
            instance.Name,
            Guid.NewGuid().ToString("N"),
            OrchestrationRuntimeStatus.Pending,
            now,
            now,
            instance.Input,
            null,
            null,
            null,
            instance.Parent);
        InstanceTable.Put(session, record);
        var started = new HistoryEvent(HistoryEventKind.ExecutionStarted) { Name = instance.Name, Data = instance.Input };
        if (instance.StartAt is { } startAt && startAt > now)
        {
            var timer = new PendingTimer(instance.Id, record.ExecutionId, StartTimer, startAt);
            ScheduledWork.Add(session, timer, started);
            effects.Timers.Add(timer);
        }
        else
        {
            Inbox.Add(session, instance.Id, record.ExecutionId, started);
            effects.Receivers.Add(instance.Id);
        }

        effects.Changed.Add(instance.Id);
    }
}

/// <summary>An orchestration to be recorded.</summary>
internal sealed record NewInstance(string Id, string Name, string? Input, DateTime? StartAt, ParentLink? Parent);
