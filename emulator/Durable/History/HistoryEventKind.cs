namespace CloudRestore.Emulator.Durable.History;

/// <summary>What a history event or a message to an orchestration says. The numbers are stored: append only.</summary>
internal enum HistoryEventKind
{
    /// <summary>A batch of new events begins; its time is the orchestration's clock.</summary>
    OrchestratorStarted = 0,
    ExecutionStarted = 1,
    TaskScheduled = 2,
    TaskCompleted = 3,
    TaskFailed = 4,
    TimerCreated = 5,
    TimerFired = 6,
    SubOrchestrationCreated = 7,
    SubOrchestrationCompleted = 8,
    SubOrchestrationFailed = 9,
    EventSent = 10,
    EventRaised = 11,

    /// <summary>A message that steers the instance and is not replayed, as are those below; at its end it is kept in the history.</summary>
    Terminate = 12,
    Suspend = 13,
    Resume = 14,

    /// <summary>The last event of an instance that has ended, with its status and output.</summary>
    ExecutionCompleted = 15,

    /// <summary>Stands where a call stood that failed: the code asks for it again.</summary>
    CallRewound = 16,

    /// <summary>A message that lets an orchestration which failed go on, and the reason why.</summary>
    ExecutionRewound = 17,
}
