namespace CloudRestore.Core.Runs;

/// <summary><c>runs/{run}/approval.json</c>: what was said about a promotion that waited for a person. Created once: whoever comes first has said it.</summary>
/// <param name="Approved">Whether it may go on.</param>
/// <param name="Comment">Why, or null.</param>
/// <param name="At">When.</param>
/// <param name="TimedOut">Whether nobody answered in time.</param>
public sealed record Approval(bool Approved, string? Comment, DateTimeOffset At, bool TimedOut = false);
