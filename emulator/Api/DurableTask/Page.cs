namespace Microsoft.DurableTask;

/// <summary>One page of a sequence.</summary>
/// <typeparam name="T">Type of the values.</typeparam>
public sealed class Page<T>
    where T : notnull
{
    /// <summary>Makes a page.</summary>
    /// <param name="values">Its values.</param>
    /// <param name="continuationToken">Where the next page begins; null when this is the last.</param>
    public Page(IReadOnlyList<T> values, string? continuationToken = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        Values = values;
        ContinuationToken = continuationToken;
    }

    /// <summary>The values of this page.</summary>
    public IReadOnlyList<T> Values { get; }

    /// <summary>Where the next page begins; null when this is the last.</summary>
    public string? ContinuationToken { get; }
}
