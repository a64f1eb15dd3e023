using CloudRestore.Imaging.Pairs;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Learning.Stages;

namespace CloudRestore.Learning.Data;

/// <summary>
/// The pairs of a folder of shards, in any order. The encoded pairs lie in a temporary file that vanishes with the store; decoded ones are
/// kept in memory up to a budget, the least recently used leaving first. Safe for several threads.
/// </summary>
internal sealed class PairStore : IDisposable
{
    private readonly record struct Entry(string Name, long Offset, int DamagedLength, int OriginalLength);

    private readonly List<Entry> _entries = [];
    private readonly FileStream _spool;
    private readonly PairCache _cache;
    private readonly Lock _lock = new();

    private PairStore(long cacheBytes)
    {
        _cache = new PairCache(cacheBytes);
        var path = Path.Combine(Path.GetTempPath(), $"cloudrestore-pairs-{Guid.NewGuid():N}");
        _spool = new FileStream(
            path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose });

        // Where an open file may be without a name it gets rid of it now, so that not even a killed process leaves it behind.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
    }

    /// <summary>The number of pairs; at least 1.</summary>
    public int Count => _entries.Count;

    /// <summary>Opens every <c>shard-*.tar</c> of a folder, in the order of their names.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cacheMebibytes">The most memory for decoded pairs, in MiB.</param>
    /// <exception cref="StageFailedException">There is no shard, no pair, or a shard is damaged.</exception>
    public static PairStore Open(string folder, int cacheMebibytes)
    {
        var store = new PairStore(cacheMebibytes * 1024L * 1024L);
        try
        {
            var shards = Directory.Exists(folder) ? Directory.GetFiles(folder, "shard-*.tar") : [];
            foreach (var shard in shards.Order(StringComparer.Ordinal))
                store.Append(shard);
            if (store.Count == 0)
                throw new StageFailedException($"The folder '{folder}' holds no training pairs: it has {shards.Length} shards and not one photograph in them.");
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>The pair at an index, decoded.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="StageFailedException">The pair cannot be decoded.</exception>
    public PairImages Get(int index)
    {
        lock (_lock)
        {
            if (_cache.TryGet(index, out var pair))
                return pair;
            pair = Decode(_entries[index]);
            _cache.Add(index, pair);
            return pair;
        }
    }

    /// <summary>The name of the photograph of a pair.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public string NameOf(int index) => _entries[index].Name;

    /// <inheritdoc/>
    public void Dispose() => _spool.Dispose();

    private void Append(string shard)
    {
        try
        {
            using var stream = File.OpenRead(shard);
            foreach (var pair in PairShardReader.Read(stream))
            {
                _entries.Add(new Entry(pair.Name, _spool.Position, pair.Damaged.Length, pair.Original.Length));
                _spool.Write(pair.Damaged);
                _spool.Write(pair.Original);
            }
        }
        catch (PairShardException error)
        {
            throw new StageFailedException($"The shard '{Path.GetFileName(shard)}' cannot be read: {error.Message}", error);
        }
    }

    private PairImages Decode(Entry entry)
    {
        var damaged = new byte[entry.DamagedLength];
        var original = new byte[entry.OriginalLength];
        _spool.Position = entry.Offset;
        _spool.ReadExactly(damaged);
        _spool.ReadExactly(original);
        try
        {
            return new PairImages(entry.Name, PhotographReader.Read(damaged, entry.Name).Color, PhotographReader.Read(original, entry.Name).Color);
        }
        catch (PhotographException error)
        {
            throw new StageFailedException($"A training pair cannot be decoded: {error.Message}", error);
        }
    }
}
