namespace Microsoft.DurableTask.Client;

/// <summary>Where an orchestration stands.</summary>
public enum OrchestrationRuntimeStatus
{
    /// <summary>It has begun and has not finished.</summary>
    Running = 0,

    /// <summary>It finished.</summary>
    Completed = 1,

    /// <summary>It was continuing as new; no longer reported.</summary>
    [Obsolete("The ContinuedAsNew status is obsolete and exists only for compatibility reasons.")]
    ContinuedAsNew = 2,

    /// <summary>It ended with an unhandled exception.</summary>
    Failed = 3,

    /// <summary>It was cancelled; no longer reported.</summary>
    [Obsolete("The Canceled status is not currently used and exists only for compatibility reasons.")]
    Canceled = 4,

    /// <summary>It was ended by a client.</summary>
    Terminated = 5,

    /// <summary>It is waiting to begin.</summary>
    Pending = 6,

    /// <summary>It was paused by a client.</summary>
    Suspended = 7,
}
