namespace Microsoft.Azure.Functions.Worker;

/// <summary>Base of the attributes that have the host repeat a failed execution. The host honours them on timer functions.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class RetryAttribute : Attribute
{
    /// <summary>How often a failed execution is repeated; -1 for without end.</summary>
    public int MaxRetryCount { get; set; }
}

/// <summary>Repeats a failed execution after the same delay every time.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FixedDelayRetryAttribute : RetryAttribute
{
    /// <summary>Sets the number of retries and the delay between them.</summary>
    /// <param name="maxRetryCount">How often to repeat; -1 for without end.</param>
    /// <param name="delayInterval">The delay as <c>HH:mm:ss</c>.</param>
    public FixedDelayRetryAttribute(int maxRetryCount, string delayInterval)
    {
        MaxRetryCount = maxRetryCount;
        DelayInterval = delayInterval;
    }

    /// <summary>The delay before every retry, as <c>HH:mm:ss</c>.</summary>
    public string DelayInterval { get; }
}

/// <summary>Repeats a failed execution after a delay that doubles from a minimum to a maximum.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ExponentialBackoffRetryAttribute : RetryAttribute
{
    /// <summary>Sets the number of retries and the bounds of the delay.</summary>
    /// <param name="maxRetryCount">How often to repeat; -1 for without end.</param>
    /// <param name="minimumInterval">The first delay as <c>HH:mm:ss</c>.</param>
    /// <param name="maximumInterval">The longest delay as <c>HH:mm:ss</c>.</param>
    public ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval)
    {
        MaxRetryCount = maxRetryCount;
        MinimumInterval = minimumInterval;
        MaximumInterval = maximumInterval;
    }

    /// <summary>The first delay, as <c>HH:mm:ss</c>.</summary>
    public string MinimumInterval { get; }

    /// <summary>The longest delay, as <c>HH:mm:ss</c>.</summary>
    public string MaximumInterval { get; }
}
