using CloudRestore.Emulator.Durable.History;

namespace CloudRestore.Emulator.Durable.Execution;

/// <summary>The history of an execution as it was after its last step, so that it need not be read again.</summary>
/// <param name="ExecutionId">The execution.</param>
/// <param name="Events">The history.</param>
/// <param name="OpenCalls">Activities and sub-orchestrations that have been asked for and have not ended.</param>
/// <param name="LastReplay">What the last step took.</param>
internal sealed record KnownHistory(string ExecutionId, List<HistoryEvent> Events, int OpenCalls, ReplayTime LastReplay)
{
    /// <summary>How the number of open calls changes by events.</summary>
    public static int Opened(IEnumerable<HistoryEvent> events) => events.Sum(static entry => entry.Kind switch
    {
        HistoryEventKind.TaskScheduled or HistoryEventKind.SubOrchestrationCreated => 1,
        _ => entry.IsAnswer ? -1 : 0,
    });
}
