namespace CloudRestore.Emulator.Durable.Replay;

/// <summary>The orchestrator's code no longer asks for what its history says it asked for.</summary>
internal sealed class NonDeterminismException(string difference) : Exception(
    $"Non-deterministic workflow detected: {difference} Was a change made to the orchestrator code after this instance had started? " +
    "Start it again under a new id.");
