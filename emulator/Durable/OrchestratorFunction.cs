using Microsoft.DurableTask;

namespace CloudRestore.Emulator.Durable;

/// <summary>An orchestrator of the app.</summary>
/// <param name="Name">Its name as declared.</param>
/// <param name="RunAsync">Runs it from the start; called once for every batch of arrived events. Gives the output, null for none.</param>
public sealed record OrchestratorFunction(string Name, Func<TaskOrchestrationContext, Task<object?>> RunAsync);
