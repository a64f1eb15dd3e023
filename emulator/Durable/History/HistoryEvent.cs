using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Durable.History;

/// <summary>One thing that happened to an orchestration, as stored. Which members are set depends on the kind.</summary>
internal sealed record HistoryEvent(HistoryEventKind Kind)
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Batch time, due time of a timer, or time of the end, in UTC.</summary>
    public DateTime? Time { get; init; }

    /// <summary>Sequence number of the action that the event belongs to.</summary>
    public int? TaskId { get; init; }

    /// <summary>Name of the activity, orchestrator or external event.</summary>
    public string? Name { get; init; }

    /// <summary>Input, result or payload, serialised.</summary>
    public string? Data { get; init; }

    /// <summary>The child or the receiver.</summary>
    public string? InstanceId { get; init; }

    public TaskFailureDetails? Failure { get; init; }

    public ParentLink? Parent { get; init; }

    /// <summary>Of ExecutionStarted after continue-as-new: events that arrived before and were not waited for.</summary>
    public IReadOnlyList<RaisedEvent>? PreservedEvents { get; init; }

    /// <summary>Of ExecutionCompleted: how it ended.</summary>
    public OrchestrationRuntimeStatus? Status { get; init; }

    /// <summary>Of Terminate: whether children end too.</summary>
    public bool? Recursive { get; init; }

    /// <summary>Whether the code asked for something by it.</summary>
    [JsonIgnore]
    public bool IsAction => Kind is HistoryEventKind.TaskScheduled or HistoryEventKind.TimerCreated
        or HistoryEventKind.SubOrchestrationCreated or HistoryEventKind.EventSent;

    /// <summary>Whether a call ended by it.</summary>
    [JsonIgnore]
    public bool IsAnswer => Kind is HistoryEventKind.TaskCompleted or HistoryEventKind.TaskFailed
        or HistoryEventKind.SubOrchestrationCompleted or HistoryEventKind.SubOrchestrationFailed;

    public static HistoryEvent Parse(string json) =>
        JsonSerializer.Deserialize<HistoryEvent>(json, Json) ?? throw new InvalidDataException("A history event in the database is empty.");

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}
