using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Durable.Storage;

/// <summary>Groups of statuses.</summary>
internal static class RuntimeStatusExtensions
{
    public static bool HasEnded(this OrchestrationRuntimeStatus status) =>
        status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
}
