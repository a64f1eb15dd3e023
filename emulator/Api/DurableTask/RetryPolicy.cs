namespace Microsoft.DurableTask;

/// <summary>How often, and at which intervals, a failed activity or sub-orchestration is tried again.</summary>
public class RetryPolicy
{
    /// <summary>Makes a policy.</summary>
    /// <param name="maxNumberOfAttempts">Attempts in all, the first included; at least 1.</param>
    /// <param name="firstRetryInterval">Wait before the second attempt; more than zero.</param>
    /// <param name="backoffCoefficient">Factor between one wait and the next; at least 1.</param>
    /// <param name="maxRetryInterval">Longest wait, at least <paramref name="firstRetryInterval"/>; null for one hour.</param>
    /// <param name="retryTimeout">
    /// Time after the first attempt from which nothing is tried again, at least <paramref name="firstRetryInterval"/>; null for no limit.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public RetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxNumberOfAttempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        if (double.IsNaN(backoffCoefficient) || double.IsInfinity(backoffCoefficient) || backoffCoefficient < 1)
            throw new ArgumentOutOfRangeException(
                nameof(backoffCoefficient), backoffCoefficient, "The backoff coefficient must be 1 or more.");
        if (maxRetryInterval < firstRetryInterval)
            throw new ArgumentOutOfRangeException(
                nameof(maxRetryInterval), maxRetryInterval, "The longest interval must not be shorter than the first.");
        if (retryTimeout is { } timeout && timeout != Timeout.InfiniteTimeSpan && timeout < firstRetryInterval)
            throw new ArgumentOutOfRangeException(
                nameof(retryTimeout), retryTimeout, "The timeout must not be shorter than the first interval.");
        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
    }

    /// <summary>Attempts in all, the first included.</summary>
    public int MaxNumberOfAttempts { get; }

    /// <summary>Wait before the second attempt.</summary>
    public TimeSpan FirstRetryInterval { get; }

    /// <summary>Factor between one wait and the next.</summary>
    public double BackoffCoefficient { get; }

    /// <summary>Longest wait between two attempts. Default: one hour.</summary>
    public TimeSpan MaxRetryInterval { get; }

    /// <summary>Time after the first attempt from which nothing is tried again. Default: <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public TimeSpan RetryTimeout { get; }

    /// <summary>Says whether a failure, a <see cref="TaskFailedException"/>, is worth another attempt. Default: always.</summary>
    public Func<Exception, bool> Handle { get; private init; } = static _ => true;

    /// <summary>Sets <see cref="Handle"/> by the details of the failure.</summary>
    /// <exception cref="ArgumentNullException">The delegate is null.</exception>
    public Func<TaskFailureDetails, bool> HandleFailure
    {
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            Handle = exception => exception is TaskFailedException failed && value(failed.FailureDetails);
        }
    }
}
