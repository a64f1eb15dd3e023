using CloudRestore.Emulator.Durable.History;

namespace CloudRestore.Emulator.Durable.Replay;

/// <summary>What a replay decided.</summary>
/// <param name="Actions">New actions, in order.</param>
/// <param name="CancelledTimers">Timers given up.</param>
/// <param name="CustomStatus">Whether the custom status was set, and to what.</param>
/// <param name="Ending">How the execution ended; null when it goes on.</param>
internal sealed record Outcome(
    IReadOnlyList<HistoryEvent> Actions,
    IReadOnlyList<int> CancelledTimers,
    (bool IsSet, string? Data) CustomStatus,
    Ending? Ending);
