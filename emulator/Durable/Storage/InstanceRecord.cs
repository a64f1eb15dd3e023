using CloudRestore.Emulator.Durable.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Durable.Storage;

/// <summary>One orchestration. A new execution id is given at every start and at every continue-as-new.</summary>
internal sealed record InstanceRecord(
    string Id,
    string Name,
    string ExecutionId,
    OrchestrationRuntimeStatus Status,
    DateTime Created,
    DateTime Updated,
    string? Input,
    string? Output,
    string? CustomStatus,
    TaskFailureDetails? Failure,
    ParentLink? Parent)
{
    public bool HasEnded => Status.HasEnded();
}
