using CloudRestore.Cli.Commands;

namespace CloudRestore.Cli.Photographs;

/// <summary>Some of many photographs.</summary>
internal static class PhotographSample
{
    /// <summary>At most so many photographs, taken evenly from all, in their order.</summary>
    /// <param name="photographs">All.</param>
    /// <param name="limit">How many at most; null for all.</param>
    /// <exception cref="CliException">The limit is below 1.</exception>
    public static List<PhotographFile> Spread(List<PhotographFile> photographs, int? limit)
    {
        if (limit is < 1)
            throw new CliException($"The limit {limit} is out of range: give at least 1.");
        return limit is { } most && most < photographs.Count
            ? [.. Enumerable.Range(0, most).Select(i => photographs[(int)((long)i * photographs.Count / most)])]
            : photographs;
    }
}
