namespace Microsoft.DurableTask;

/// <summary>Decides after a failed attempt whether there is another. Runs again in every replay, so it must be deterministic.</summary>
/// <param name="retryContext">What failed, how often, and for how long it has been tried.</param>
/// <returns>True to try again at once.</returns>
public delegate bool RetryHandler(RetryContext retryContext);

/// <summary>Decides after a failed attempt whether there is another, and may wait on a durable timer before it answers.</summary>
/// <param name="retryContext">What failed, how often, and for how long it has been tried.</param>
/// <returns>True to try again as soon as the answer is there.</returns>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);
