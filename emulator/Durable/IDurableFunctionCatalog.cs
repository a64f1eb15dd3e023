using System.Diagnostics.CodeAnalysis;

namespace CloudRestore.Emulator.Durable;

/// <summary>The orchestrators and activities of an app, found by name without regard to case.</summary>
public interface IDurableFunctionCatalog
{
    /// <summary>Finds an orchestrator.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <param name="function">The orchestrator.</param>
    /// <returns>False when the app has none of this name.</returns>
    bool TryGetOrchestrator(string name, [NotNullWhen(true)] out OrchestratorFunction? function);

    /// <summary>Finds an activity.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <param name="function">The activity.</param>
    /// <returns>False when the app has none of this name.</returns>
    bool TryGetActivity(string name, [NotNullWhen(true)] out ActivityFunction? function);
}
