using CloudRestore.Emulator.Durable.History;

namespace CloudRestore.Emulator.Durable.Execution;

/// <summary>The history of an execution as it was after its last step, so that it need not be read again.</summary>
internal sealed record KnownHistory(string ExecutionId, List<HistoryEvent> Events);
