namespace Microsoft.DurableTask;

/// <summary>A sequence that is fetched page by page.</summary>
/// <typeparam name="T">Type of the values.</typeparam>
public abstract class AsyncPageable<T> : IAsyncEnumerable<T>
    where T : notnull
{
    /// <summary>Makes a sequence.</summary>
    protected AsyncPageable()
    {
    }

    /// <summary>The pages.</summary>
    /// <param name="continuationToken">Where to go on; null for the beginning.</param>
    /// <param name="pageSizeHint">Number of values wanted in a page; null for the sequence's own.</param>
    /// <returns>The pages, none of them null.</returns>
    public abstract IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null);

    /// <summary>The values of all pages.</summary>
    /// <param name="cancellationToken">Stops the enumeration.</param>
    /// <returns>An enumerator that fetches pages as needed.</returns>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var page in AsPages().WithCancellation(cancellationToken))
        {
            foreach (var value in page.Values)
                yield return value;
        }
    }
}
