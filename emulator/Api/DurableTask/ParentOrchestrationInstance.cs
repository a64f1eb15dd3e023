namespace Microsoft.DurableTask;

/// <summary>The orchestration that started this one with a sub-orchestration call.</summary>
/// <param name="Name">Name of the parent's orchestrator.</param>
/// <param name="InstanceId">The parent's instance id.</param>
public record ParentOrchestrationInstance(TaskName Name, string InstanceId);
