using System.Globalization;

namespace CloudRestore.Core.Runs;

/// <summary>
/// Chooses the photographs that are never trained on, by content: the lowest tenth of all hashes. So a photograph stays on its side as the
/// dataset grows, under whatever name. At least two are held out, the lowest ones if need be, and below twenty photographs exactly two. At
/// most a hundred are judged by; the rest of the tenth is spared, because another dataset may hold it out.
/// </summary>
public static class HeldOutSplit
{
    /// <summary>Fewest usable photographs of a dataset: two to train on and two to judge by.</summary>
    public const int MinPhotographs = 4;

    /// <summary>Fewest photographs that are held out.</summary>
    public const int MinHeldOut = 2;

    /// <summary>Most photographs that are held out.</summary>
    public const int MaxHeldOut = 100;

    /// <summary>From so many photographs on, the hash alone decides, if two hashes are low.</summary>
    public const int SmallDataset = 20;

    /// <summary>What a model's card says under <c>heldOut</c> if the model was trained on nothing of the tenth.</summary>
    public const string LowestTenth = "lowest-tenth";

    private const double Fraction = 0.1;

    /// <summary>The split of each hash.</summary>
    /// <param name="hashes">SHA-256 of each photograph's bytes, lower-case hex, each once.</param>
    public static IReadOnlyDictionary<string, string> Choose(IReadOnlyCollection<string> hashes)
    {
        var low = hashes.Count < SmallDataset ? 0 : hashes.Count(IsLow);
        return hashes.Order(StringComparer.Ordinal)
            .Select((hash, rank) => (hash, split: SplitOf(rank, low)))
            .ToDictionary(entry => entry.hash, entry => entry.split, StringComparer.Ordinal);
    }

    /// <summary>Whether a hash is in the tenth that is not trained on.</summary>
    public static bool IsLow(string hash) =>
        ulong.Parse(hash.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) < Fraction * ulong.MaxValue;

    private static string SplitOf(int rank, int low) =>
        rank < Math.Clamp(low, MinHeldOut, MaxHeldOut) ? DatasetPhotograph.HeldOut
        : rank < low ? DatasetPhotograph.Spare
        : DatasetPhotograph.Train;
}
