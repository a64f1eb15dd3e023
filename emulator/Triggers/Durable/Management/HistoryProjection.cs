using System.Text.Json.Nodes;
using CloudRestore.Emulator.Durable.History;

namespace CloudRestore.Emulator.Triggers.Durable.Management;

/// <summary>
/// A stored history as the extension shows it: a call and its completion are one event, batches do not show, and times are
/// those of the batch in which the event was taken up.
/// </summary>
/// <param name="showInput">Whether inputs and payloads are told.</param>
/// <param name="showOutput">Whether results are told.</param>
internal sealed class HistoryProjection(bool showInput, bool showOutput)
{
    private readonly Dictionary<int, (HistoryEvent Action, DateTime Time)> _calls = [];
    private DateTime _clock;

    public JsonArray Of(IReadOnlyList<HistoryEvent> history)
    {
        var shown = new List<JsonObject?>();
        var open = new Dictionary<int, int>();
        foreach (var entry in history)
        {
            if (entry.Kind == HistoryEventKind.OrchestratorStarted)
            {
                _clock = entry.Time!.Value;
                continue;
            }

            if (entry.Kind is HistoryEventKind.TaskScheduled or HistoryEventKind.SubOrchestrationCreated)
                open[entry.TaskId!.Value] = shown.Count;
            else if (entry.TaskId is { } id && open.Remove(id, out var call))
                shown[call] = null;
            shown.Add(Item(entry));
        }

        return [.. shown.OfType<JsonObject>()];
    }

    private JsonObject Item(HistoryEvent entry)
    {
        if (entry is { TaskId: { } id, Kind: HistoryEventKind.TaskScheduled or HistoryEventKind.SubOrchestrationCreated or HistoryEventKind.TimerCreated })
            _calls[id] = (entry, _clock);
        return entry.Kind switch
        {
            HistoryEventKind.ExecutionStarted => WithInput(Event("ExecutionStarted", ("FunctionName", entry.Name)), entry),
            HistoryEventKind.TaskScheduled => Event("TaskScheduled", ("Name", entry.Name)),
            HistoryEventKind.TaskCompleted => WithResult(Completion("TaskCompleted", entry), entry),
            HistoryEventKind.TaskFailed => WithFailure(Completion("TaskFailed", entry), entry),
            HistoryEventKind.TimerCreated => Event("TimerCreated", ("FireAt", entry.Time)),
            HistoryEventKind.TimerFired => Event("TimerFired", ("FireAt", Call(entry)?.Action.Time)),
            HistoryEventKind.SubOrchestrationCreated => Event("SubOrchestrationInstanceCreated", ("InstanceId", entry.InstanceId), ("Name", entry.Name)),
            HistoryEventKind.SubOrchestrationCompleted => WithResult(Completion("SubOrchestrationInstanceCompleted", entry), entry),
            HistoryEventKind.SubOrchestrationFailed => WithFailure(Completion("SubOrchestrationInstanceFailed", entry), entry),
            HistoryEventKind.EventSent => Event("EventSent", ("InstanceId", entry.InstanceId), ("Name", entry.Name)),
            HistoryEventKind.EventRaised => WithInput(Event("EventRaised", ("Name", entry.Name)), entry),
            HistoryEventKind.CallRewound => Event("GenericEvent", ("Name", entry.Name)),
            HistoryEventKind.ExecutionRewound => WithInput(Event("GenericEvent"), entry),
            HistoryEventKind.Terminate => WithInput(Event("ExecutionTerminated"), entry),
            HistoryEventKind.ExecutionCompleted => WithResult(Event("ExecutionCompleted", ("OrchestrationStatus", entry.Status?.ToString())), entry),
            _ => Event(entry.Kind.ToString()),
        };

        JsonObject Event(string type, params ReadOnlySpan<(string Name, object? Value)> members)
        {
            var item = new JsonObject { ["EventType"] = type };
            foreach (var (name, value) in members)
                item[name] = value is DateTime time ? JsonValue.Create(time) : JsonValue.Create((string?)value);
            item["Timestamp"] = entry.Kind is HistoryEventKind.Terminate or HistoryEventKind.ExecutionCompleted ? entry.Time : _clock;
            return item;
        }

        JsonObject Completion(string type, HistoryEvent completion) => Call(completion) is var (action, scheduled)
            ? Event(type, ("ScheduledTime", scheduled), ("FunctionName", action.Name))
            : Event(type);
    }

    private (HistoryEvent Action, DateTime Time)? Call(HistoryEvent completion) =>
        completion.TaskId is { } id && _calls.TryGetValue(id, out var call) ? call : null;

    private JsonObject WithInput(JsonObject item, HistoryEvent entry)
    {
        if (showInput)
            item["Input"] = entry.Data;
        return item;
    }

    private JsonObject WithResult(JsonObject item, HistoryEvent entry)
    {
        if (showOutput)
            item["Result"] = InstanceStatus.Token(entry.Data);
        return item;
    }

    private static JsonObject WithFailure(JsonObject item, HistoryEvent entry)
    {
        item["Reason"] = entry.Failure?.ErrorMessage;
        item["Details"] = entry.Failure?.StackTrace;
        return item;
    }
}
