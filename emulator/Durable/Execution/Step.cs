using CloudRestore.Emulator.Durable.History;
using CloudRestore.Emulator.Durable.Replay;
using CloudRestore.Emulator.Durable.Storage;

namespace CloudRestore.Emulator.Durable.Execution;

/// <summary>What an instance has to work on: its record, its history and the messages that have arrived.</summary>
internal sealed record Situation(InstanceRecord Instance, IReadOnlyList<HistoryEvent> History, IReadOnlyList<InboxMessage> Messages);

/// <summary>One step of an instance, ready to be committed as a whole.</summary>
/// <param name="Instance">The instance as it was read.</param>
/// <param name="HistoryLength">Events already in its history.</param>
/// <param name="Consumed">Messages that the step used up.</param>
/// <param name="Arrived">Events that it appends; empty when the code was not run.</param>
/// <param name="Outcome">What the code decided.</param>
/// <param name="Suspension">Whether the instance is now suspended; null when that did not change.</param>
internal sealed record Step(
    InstanceRecord Instance,
    int HistoryLength,
    IReadOnlyList<long> Consumed,
    IReadOnlyList<HistoryEvent> Arrived,
    Outcome Outcome,
    bool? Suspension);
