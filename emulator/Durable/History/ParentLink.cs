namespace CloudRestore.Emulator.Durable.History;

/// <summary>The call of a sub-orchestration, seen from the child.</summary>
internal sealed record ParentLink(string Name, string InstanceId, string ExecutionId, int TaskId);
