namespace CloudRestore.Emulator.Durable;

/// <summary>One call of an activity.</summary>
/// <param name="InstanceId">The orchestration that called it.</param>
/// <param name="Name">Name of the activity as called.</param>
/// <param name="TaskId">Sequence number of the call in the orchestration.</param>
/// <param name="SerializedInput">The input as JSON; null for none.</param>
public sealed record ActivityRequest(string InstanceId, string Name, int TaskId, string? SerializedInput);
