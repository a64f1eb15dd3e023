using System.Globalization;

namespace CloudRestore.Functions.Training;

/// <summary>
/// Chooses the photographs that are never trained on, by content: the lowest hashes. So a photograph stays on its side as the dataset grows,
/// under whatever name. About a tenth of them, at least two and at most a hundred; below twenty photographs exactly two.
/// </summary>
internal static class HeldOutSplit
{
    /// <summary>Fewest usable photographs of a dataset: two to train on and two to judge by.</summary>
    public const int MinPhotographs = 4;

    private const int MinHeldOut = 2;
    private const int MaxHeldOut = 100;
    private const int SmallDataset = 20;
    private const double Fraction = 0.1;

    /// <summary>The hashes that are held out.</summary>
    /// <param name="hashes">SHA-256 of each photograph's bytes, lower-case hex, each once.</param>
    public static IReadOnlySet<string> Choose(IReadOnlyCollection<string> hashes)
    {
        var count = hashes.Count < SmallDataset
            ? MinHeldOut
            : Math.Clamp(hashes.Count(IsLow), MinHeldOut, MaxHeldOut);
        return hashes.Order(StringComparer.Ordinal).Take(count).ToHashSet(StringComparer.Ordinal);
    }

    private static bool IsLow(string hash) =>
        ulong.Parse(hash.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) < Fraction * ulong.MaxValue;
}
