namespace Microsoft.DurableTask.Client;

/// <summary>Which finished orchestrations are purged.</summary>
/// <param name="CreatedFrom">Created at or after this time; null for any.</param>
/// <param name="CreatedTo">Created at or before this time; null for any.</param>
/// <param name="Statuses">In one of these statuses; null for any that is final.</param>
public record PurgeInstancesFilter(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null);
