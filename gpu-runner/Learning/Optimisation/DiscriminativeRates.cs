namespace CloudRestore.Learning.Optimisation;

/// <summary>Learning rates that grow from the first layers to the last, fastai's <c>slice(lowest, highest)</c>.</summary>
public static class DiscriminativeRates
{
    /// <summary>One rate per group, each the same multiple of the one before, from lowest to highest; a single group gets the highest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A rate is not above zero, or there is no group.</exception>
    public static IReadOnlyList<double> Slice(double lowest, double highest, int groups)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lowest);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(highest);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (groups == 1) return [highest];
        var ratio = Math.Pow(highest / lowest, 1.0 / (groups - 1));
        return [.. Enumerable.Range(0, groups).Select(group => group == groups - 1 ? highest : lowest * Math.Pow(ratio, group))];
    }

    /// <summary>The same rate for every group.</summary>
    public static IReadOnlyList<double> Same(double rate, int groups) => [.. Enumerable.Repeat(rate, groups)];

    /// <summary>
    /// fastai's <c>slice(highest)</c>: the last group gets the rate and all before it a tenth.
    /// </summary>
    public static IReadOnlyList<double> TenthBelow(double highest, int groups) =>
        [.. Enumerable.Range(0, groups).Select(group => group == groups - 1 ? highest : highest / 10)];
}
