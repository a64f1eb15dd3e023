namespace CloudRestore.Core.Restorations;

/// <summary><c>restored/{name}.error.json</c>: why an upload was not restored.</summary>
/// <param name="Name">The upload's name.</param>
/// <param name="Reason">One sentence that says what is wrong and what to do.</param>
/// <param name="Job">The job, if it got that far.</param>
/// <param name="Model">The model's version, if one was chosen.</param>
/// <param name="SourceETag">The upload's ETag, without quotes.</param>
/// <param name="At">When.</param>
public sealed record RestorationError(string Name, string Reason, string? Job, string? Model, string? SourceETag, DateTimeOffset At);
