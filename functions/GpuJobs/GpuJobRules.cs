namespace CloudRestore.Functions.GpuJobs;

/// <summary>What to do about a job that has not ended.</summary>
internal enum GpuJobStep
{
    /// <summary>Look again later.</summary>
    Wait,

    /// <summary>Put the message into the queue again.</summary>
    Requeue,

    /// <summary>Ask the runner to stop.</summary>
    Cancel,

    /// <summary>It failed.</summary>
    Fail,

    /// <summary>The runner had its time to stop: it is cancelled.</summary>
    EndCancelled,
}

/// <summary>Decides by the clock of the orchestration; pure, so a replay decides the same.</summary>
internal static class GpuJobRules
{
    /// <summary>The next step, and for <see cref="GpuJobStep.Fail"/> and <see cref="GpuJobStep.EndCancelled"/> the reason.</summary>
    public static (GpuJobStep Step, string? Reason) Decide(GpuJob job, GpuJobLook look, DateTime now)
    {
        var options = job.Options;
        if (job.CancelledAt is { } cancelledAt)
            return now - cancelledAt >= options.CancelTimeout ? (GpuJobStep.EndCancelled, "It was cancelled.") : (GpuJobStep.Wait, null);
        if (look.CancelRequested)
            return (GpuJobStep.Cancel, null);

        var queuedAt = job.QueuedAt ?? now;
        if (look.HeartbeatAt is not { } heartbeat)
        {
            return now - queuedAt < options.QueueTimeout
                ? (GpuJobStep.Wait, null)
                : (GpuJobStep.Fail, $"No GPU runner took the job within {Words(options.QueueTimeout)}: check that one runs and reads the queue.");
        }

        var lastSign = heartbeat.UtcDateTime > queuedAt ? heartbeat.UtcDateTime : queuedAt;
        if (now - lastSign < options.HeartbeatTimeout)
            return (GpuJobStep.Wait, null);
        return job.Requeues < options.MaxRequeues
            ? (GpuJobStep.Requeue, null)
            : (GpuJobStep.Fail, $"The GPU runner fell silent for more than {Words(options.HeartbeatTimeout)}{Requeued(options.MaxRequeues)}: see the runner's log.");
    }

    private static string Requeued(int times) => times switch
    {
        0 => "",
        1 => ", also after the job was queued again",
        _ => FormattableString.Invariant($", also after the job was queued again {times} times"),
    };

    private static string Words(TimeSpan time) => time switch
    {
        { TotalHours: >= 2 } => FormattableString.Invariant($"{time.TotalHours:0.#} hours"),
        { TotalMinutes: >= 2 } => FormattableString.Invariant($"{time.TotalMinutes:0.#} minutes"),
        _ => FormattableString.Invariant($"{time.TotalSeconds:0.#} seconds"),
    };
}
