using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace CloudRestore.Functions.Records;

/// <summary>Which page of a list is asked for. Lists are sorted by key, the greatest first, so that a page stays where it was while others are added.</summary>
/// <param name="Size">How many items at most.</param>
/// <param name="Continuation">The key of the last item of the page before, or null for the first page.</param>
internal sealed partial record PageRequest(int Size, string? Continuation)
{
    /// <summary>The largest page.</summary>
    public const int MaxTop = 200;

    private const int DefaultTop = 50;

    /// <summary>Reads <c>?top=&amp;continuation=</c>.</summary>
    /// <exception cref="RequestRefusedException">One of them is wrong.</exception>
    public static PageRequest Read(HttpRequest request)
    {
        var (top, continuation) = ((string?)request.Query["top"], (string?)request.Query["continuation"]);
        var size = DefaultTop;
        if (!string.IsNullOrEmpty(top) && (!int.TryParse(top, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size is < 1 or > MaxTop))
            throw new RequestRefusedException(400, $"'top' must be a whole number from 1 to {MaxTop}.");
        if (!string.IsNullOrEmpty(continuation) && !Pattern().IsMatch(continuation))
            throw new RequestRefusedException(400, "'continuation' must be what the page before gave; leave it out for the first page.");
        return new PageRequest(size, string.IsNullOrEmpty(continuation) ? null : continuation);
    }

    /// <summary>The key of what was made at a time: the newest is the greatest.</summary>
    public static string KeyOf(DateTimeOffset at, string id) => FormattableString.Invariant($"{at.UtcTicks:D19}_{id}");

    /// <summary>The key of an item by its number.</summary>
    public static string KeyOf(int index) => FormattableString.Invariant($"{index:D19}_i");

    /// <summary>Makes the page of a sorted list.</summary>
    /// <param name="sorted">The list, the greatest key first.</param>
    /// <param name="keyOf">An entry's key.</param>
    /// <param name="show">Makes the item, or null to leave the entry out.</param>
    public async Task<(List<TItem> Items, string? Continuation)> TakeAsync<TEntry, TItem>(
        IEnumerable<TEntry> sorted, Func<TEntry, string> keyOf, Func<TEntry, Task<TItem?>> show)
        where TItem : class
    {
        var items = new List<TItem>();
        string? last = null;
        foreach (var entry in sorted)
        {
            var key = keyOf(entry);
            if (Continuation is not null && string.CompareOrdinal(key, Continuation) >= 0)
                continue;
            if (items.Count == Size)
                return (items, last);
            if (await show(entry) is { } item)
                items.Add(item);
            last = key;
        }

        return (items, null);
    }

    [GeneratedRegex(@"\A\d{19}_[a-z0-9.-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
