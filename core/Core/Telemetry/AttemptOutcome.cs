namespace CloudRestore.Core.Telemetry;

/// <summary>How a runner's attempt at a job ended.</summary>
public enum AttemptOutcome
{
    /// <summary>The job is done.</summary>
    Succeeded,

    /// <summary>It failed and will be tried again.</summary>
    Retried,

    /// <summary>It failed, and the job with it.</summary>
    Failed,

    /// <summary>Somebody cancelled the job.</summary>
    Cancelled,

    /// <summary>The runner stopped: another goes on.</summary>
    HandedBack,

    /// <summary>Lease or message was lost, or storage did not let the end be written down.</summary>
    Lost,
}
