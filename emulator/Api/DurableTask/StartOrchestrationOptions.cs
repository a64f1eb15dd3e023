namespace Microsoft.DurableTask;

/// <summary>Options of a new orchestration.</summary>
/// <param name="InstanceId">
/// Its id: at most 256 characters, not beginning with <c>@</c>, without <c>/ \ # ?</c> and control characters; null for a new GUID.
/// </param>
/// <param name="StartAt">When it starts; null for at once.</param>
public record StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null);
