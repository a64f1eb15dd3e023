namespace Microsoft.DurableTask;

/// <summary>Makes pageable sequences.</summary>
public static class Pageable
{
    /// <summary>A sequence whose pages come from a function.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <param name="pageFunc">Gives the page at a continuation token, null for the first.</param>
    /// <returns>The sequence.</returns>
    public static AsyncPageable<T> Create<T>(Func<string?, CancellationToken, Task<Page<T>>> pageFunc)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(pageFunc);
        return new FunctionPageable<T>((token, _, cancellation) => pageFunc(token, cancellation));
    }

    /// <summary>A sequence whose pages come from a function.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <param name="pageFunc">Gives the page at a continuation token, null for the first, with the size asked for.</param>
    /// <returns>The sequence.</returns>
    public static AsyncPageable<T> Create<T>(Func<string?, int?, CancellationToken, Task<Page<T>>> pageFunc)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(pageFunc);
        return new FunctionPageable<T>(pageFunc);
    }

    private sealed class FunctionPageable<T>(Func<string?, int?, CancellationToken, Task<Page<T>>> pageFunc) : AsyncPageable<T>
        where T : notnull
    {
        public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null) =>
            Pages(continuationToken, pageSizeHint, CancellationToken.None);

        private async IAsyncEnumerable<Page<T>> Pages(
            string? token, int? size, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            do
            {
                var page = await pageFunc(token, size, cancellation);
                yield return page;
                token = page.ContinuationToken;
            }
            while (token is not null);
        }
    }
}
