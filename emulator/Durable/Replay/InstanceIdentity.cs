using CloudRestore.Emulator.Durable.History;

namespace CloudRestore.Emulator.Durable.Replay;

/// <summary>What stays the same in every execution of an orchestration.</summary>
internal sealed record InstanceIdentity(string Name, string InstanceId, ParentLink? Parent);
