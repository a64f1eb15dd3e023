namespace Microsoft.DurableTask.Client;

/// <summary>How orchestrations are purged.</summary>
/// <param name="Recursive">Whether their sub-orchestrations are purged too.</param>
public record PurgeInstanceOptions(bool Recursive = false);
