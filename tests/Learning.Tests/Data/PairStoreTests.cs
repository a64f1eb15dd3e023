using CloudRestore.Imaging;
using CloudRestore.Learning.Data;
using CloudRestore.Learning.Stages;

namespace CloudRestore.Learning.Tests.Data;

public sealed class PairStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Pairs_come_back_as_they_were_written()
    {
        using var pairs = PairStore.Open(TestPairs.Write(_folder.Sub("pairs"), count: 2, seed: 7), cacheMebibytes: 16);
        pairs.Count.Should().Be(2);
        pairs.NameOf(1).Should().Be("picture 1.png");
        pairs.Get(1).Original.Pixels.Should().Equal(TestPairs.Picture(168, 128, 8).Pixels);
        Math.Min(pairs.Get(1).Damaged.Width, pairs.Get(1).Damaged.Height).Should().Be(96);
    }

    [Fact]
    public void A_folder_without_shards_is_named_in_one_sentence()
    {
        var open = () => PairStore.Open(_folder.Sub("empty"), cacheMebibytes: 16);
        open.Should().Throw<StageFailedException>().WithMessage("The folder '*empty' holds no training pairs*");
    }

    [Fact]
    public void A_truncated_shard_is_named_in_one_sentence()
    {
        var folder = TestPairs.Write(_folder.Sub("cut"), count: 2, seed: 7);
        var shard = Path.Combine(folder, "shard-00000.tar");
        File.WriteAllBytes(shard, File.ReadAllBytes(shard)[..20_000]);
        var open = () => PairStore.Open(folder, cacheMebibytes: 16);
        open.Should().Throw<StageFailedException>().WithMessage("The shard 'shard-00000.tar' cannot be read: *");
    }

    [Fact]
    public void The_cache_keeps_to_its_budget_and_drops_what_was_used_longest_ago()
    {
        static PairImages Pair(string name) => new(name, new RgbImage(1, 1, new byte[3]), new RgbImage(1, 1, new byte[3]));
        var cache = new PairCache(budget: 12);
        cache.Add(0, Pair("a"));
        cache.Add(1, Pair("b"));
        cache.TryGet(0, out _).Should().BeTrue();
        cache.Add(2, Pair("c"));
        cache.Bytes.Should().Be(12);
        cache.TryGet(0, out _).Should().BeTrue();
        cache.TryGet(1, out _).Should().BeFalse();
        cache.TryGet(2, out _).Should().BeTrue();
    }

    public void Dispose() => _folder.Dispose();
}
