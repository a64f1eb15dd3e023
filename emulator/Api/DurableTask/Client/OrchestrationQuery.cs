namespace Microsoft.DurableTask.Client;

/// <summary>Which orchestrations a query returns.</summary>
/// <param name="CreatedFrom">Created at or after this time; null for any.</param>
/// <param name="CreatedTo">Created at or before this time; null for any.</param>
/// <param name="Statuses">In one of these statuses; null for any.</param>
/// <param name="TaskHubNames">In one of these task hubs; null for any.</param>
/// <param name="InstanceIdPrefix">With an id that begins so; null for any.</param>
/// <param name="PageSize">Orchestrations in one page; at least 1.</param>
/// <param name="FetchInputsAndOutputs">Whether inputs, outputs and custom statuses are fetched too.</param>
/// <param name="ContinuationToken">Where to go on; null for the beginning.</param>
public record OrchestrationQuery(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null,
    IEnumerable<string>? TaskHubNames = null,
    string? InstanceIdPrefix = null,
    int PageSize = OrchestrationQuery.DefaultPageSize,
    bool FetchInputsAndOutputs = false,
    string? ContinuationToken = null)
{
    /// <summary>The page size when none is given: 100.</summary>
    public const int DefaultPageSize = 100;
}
