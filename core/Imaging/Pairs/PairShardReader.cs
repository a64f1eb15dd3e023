using System.Formats.Tar;
using System.Globalization;
using System.Text;

namespace CloudRestore.Imaging.Pairs;

/// <summary>Reads shards that <see cref="PairShardWriter"/> wrote.</summary>
public static class PairShardReader
{
    private const int MaxPictureBytes = 256 * 1024 * 1024;
    private const string Advice = "make the shard again";

    /// <summary>Gives the pairs one by one, in the order of their names. Keeps one pair in memory.</summary>
    /// <param name="stream">The tar file; it is left open.</param>
    /// <exception cref="PairShardException">
    /// The shard is cut short or holds something else. It may come after some pairs were given: a shard is good once the sequence ended.
    /// </exception>
    public static IEnumerable<TrainingPair> Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Pairs(stream);
    }

    private static IEnumerable<TrainingPair> Pairs(Stream stream)
    {
        using var tar = new TarReader(stream, leaveOpen: true);
        string? previous = null;
        for (var count = 0; ; count++)
        {
            var (entry, damaged) = Next(tar);
            if (entry == PairEntry.End)
            {
                CheckEnd(damaged, count);
                yield break;
            }

            var name = PairEntry.PhotographOf(entry, PairEntry.DamagedSuffix) ?? throw Unexpected(entry);
            if (previous is not null && string.CompareOrdinal(previous, name) >= 0)
                throw Unexpected(entry);
            var (second, original) = Next(tar);
            if (PairEntry.PhotographOf(second, PairEntry.OriginalSuffix) != name)
                throw Unexpected(second);
            previous = name;
            yield return new TrainingPair(name, damaged, original);
        }
    }

    private static (string Name, byte[] Content) Next(TarReader tar)
    {
        try
        {
            var entry = tar.GetNextEntry() ?? throw CutShort(null);
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || entry.DataStream is not { } data)
                throw Unexpected(entry.Name);
            if (entry.Length > MaxPictureBytes)
                throw new PairShardException($"The entry \"{entry.Name}\" of the shard of training pairs is too large: {Advice}.");
            using var content = new MemoryStream();
            data.CopyTo(content);
            return content.Length == entry.Length ? (entry.Name, content.ToArray()) : throw CutShort(null);
        }
        catch (Exception cause) when (cause is IOException or InvalidDataException or FormatException or ArgumentException or OverflowException)
        {
            throw CutShort(cause);
        }
    }

    private static void CheckEnd(byte[] content, int count)
    {
        var text = Encoding.ASCII.GetString(content);
        if (text != count.ToString(CultureInfo.InvariantCulture))
            throw new PairShardException($"The shard of training pairs says it holds {text} pairs and holds {count}: {Advice}.");
    }

    private static PairShardException CutShort(Exception? cause) =>
        new($"The shard of training pairs is cut short or broken: {Advice}.", cause);

    private static PairShardException Unexpected(string entry) =>
        new($"The shard of training pairs holds an entry \"{entry}\" where it should not: {Advice}.");
}
