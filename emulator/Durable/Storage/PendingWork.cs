using CloudRestore.Emulator.Durable.History;

namespace CloudRestore.Emulator.Durable.Storage;

/// <summary>An activity that is scheduled and whose completion is not recorded.</summary>
internal sealed record PendingActivity(string InstanceId, string ExecutionId, int TaskId, string Name, string? Input);

/// <summary>A timer that has not fired. When it does, its event goes to the instance.</summary>
internal sealed record PendingTimer(string InstanceId, string ExecutionId, int TaskId, DateTime Due);

/// <summary>A message that waits for an instance.</summary>
internal sealed record InboxMessage(long Id, string? ExecutionId, HistoryEvent Event);
