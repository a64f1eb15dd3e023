namespace CloudRestore.Core.Jobs;

/// <summary>One recorded failure of a job.</summary>
/// <param name="Attempt">The attempt that failed.</param>
/// <param name="At">When.</param>
/// <param name="Reason">One sentence for a person.</param>
public sealed record JobFailure(int Attempt, DateTimeOffset At, string Reason);
