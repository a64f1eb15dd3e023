namespace Microsoft.DurableTask.Client;

/// <summary>What a purge removed.</summary>
public class PurgeResult
{
    /// <summary>Makes a result.</summary>
    /// <param name="count">Number of orchestrations removed; not negative.</param>
    public PurgeResult(int count)
        : this(count, null)
    {
    }

    /// <summary>Makes a result.</summary>
    /// <param name="count">Number of orchestrations removed; not negative.</param>
    /// <param name="isComplete">Whether nothing that matches is left; null when unknown.</param>
    public PurgeResult(int count, bool? isComplete)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        PurgedInstanceCount = count;
        IsComplete = isComplete;
    }

    /// <summary>Number of orchestrations removed.</summary>
    public int PurgedInstanceCount { get; }

    /// <summary>Whether nothing that matches is left; null when unknown.</summary>
    public bool? IsComplete { get; }
}
