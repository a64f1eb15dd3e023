using System.Formats.Tar;
using System.Globalization;
using System.Text;

namespace CloudRestore.Imaging.Pairs;

/// <summary>
/// Writes a shard: a tar file of training pairs, sorted by name, without times or owners, so that equal pairs give equal bytes.
/// Pairs are held until <see cref="Dispose"/> writes them; publish the stream only after it returned.
/// </summary>
public sealed class PairShardWriter : IDisposable
{
    private readonly SortedDictionary<string, TrainingPair> _pairs = new(StringComparer.Ordinal);
    private readonly Stream _stream;
    private bool _written;

    /// <summary>Starts a shard on a stream, which is left open.</summary>
    public PairShardWriter(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
    }

    /// <summary>Adds a pair; the order of calls does not matter.</summary>
    /// <exception cref="ArgumentException">The name is empty, too long, malformed or already there, or a picture is empty.</exception>
    /// <exception cref="ObjectDisposedException">The shard is already written.</exception>
    public void Add(TrainingPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        ObjectDisposedException.ThrowIf(_written, this);
        if (PairEntry.Invalid(pair.Name) is { } reason)
            throw new ArgumentException(reason, nameof(pair));
        if (pair.Damaged.Length == 0 || pair.Original.Length == 0)
            throw new ArgumentException($"The training pair \"{pair.Name}\" has an empty picture.", nameof(pair));
        if (!_pairs.TryAdd(pair.Name, pair))
            throw new ArgumentException($"The training pair \"{pair.Name}\" is already in this shard.", nameof(pair));
    }

    /// <summary>Writes the whole shard, once.</summary>
    public void Dispose()
    {
        if (_written)
            return;
        _written = true;
        using var tar = new TarWriter(_stream, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var pair in _pairs.Values)
        {
            Write(tar, PairEntry.NameOf(pair.Name, PairEntry.DamagedSuffix), pair.Damaged);
            Write(tar, PairEntry.NameOf(pair.Name, PairEntry.OriginalSuffix), pair.Original);
        }

        Write(tar, PairEntry.End, Encoding.ASCII.GetBytes(_pairs.Count.ToString(CultureInfo.InvariantCulture)));
    }

    private static void Write(TarWriter tar, string name, byte[] content)
    {
        using var data = new MemoryStream(content, writable: false);
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { ModificationTime = DateTimeOffset.UnixEpoch, DataStream = data });
    }
}
