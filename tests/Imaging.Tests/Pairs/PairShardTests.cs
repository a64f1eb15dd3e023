using System.Formats.Tar;
using CloudRestore.Imaging.Pairs;
using CsCheck;

namespace CloudRestore.Imaging.Tests.Pairs;

public class PairShardTests
{
    private static readonly TrainingPair[] Three =
    [
        new("Größe 1.jpg", [1, 2, 3], [4, 5]),
        new("../../etc/passwd", [6], [7, 8, 9]),
        new("a b.png", [.. Enumerable.Range(0, 5000).Select(i => (byte)i)], [1]),
    ];

    [Fact]
    public void A_shard_gives_back_its_pairs_sorted_by_name()
    {
        var back = Read(Write(Three));
        back.Should().BeEquivalentTo(Three.OrderBy(pair => pair.Name, StringComparer.Ordinal), options => options.WithStrictOrdering());
    }

    [Fact]
    public void Any_names_and_bytes_survive()
    {
        var name = Gen.String[1, 40].Where(text => PairEntry.Invalid(text) is null);
        var pair = Gen.Select(name, Gen.Byte.Array[1, 300], Gen.Byte.Array[1, 300], (n, d, o) => new TrainingPair(n, d, o));
        pair.Array[0, 5].Sample(pairs =>
        {
            var unique = pairs.DistinctBy(p => p.Name).OrderBy(p => p.Name, StringComparer.Ordinal).ToArray();
            var back = Read(Write(unique));
            return back.Length == unique.Length && back.Zip(unique).All(two =>
                two.First.Name == two.Second.Name && two.First.Damaged.SequenceEqual(two.Second.Damaged) && two.First.Original.SequenceEqual(two.Second.Original));
        }, iter: 300);
    }

    [Fact]
    public void Equal_pairs_give_equal_bytes_in_any_order() => Write(Three).Should().Equal(Write([.. Three.Reverse()]));

    [Fact]
    public void No_entry_is_a_path()
    {
        using var tar = new TarReader(new MemoryStream(Write(Three)));
        while (tar.GetNextEntry() is { } entry)
            entry.Name.Should().NotContain("/").And.NotContain("\\").And.NotBe("..");
    }

    [Fact]
    public void A_shard_cut_anywhere_is_refused_in_one_sentence()
    {
        var whole = Write(Three);
        // After the count in the last entry come its padding and the two empty blocks that end a tar file.
        var content = whole.Length - 1024 - 512;
        for (var length = 0; length < content; length += 97)
        {
            var cut = whole[..length];
            FluentActions.Invoking(() => Read(cut)).Should().Throw<PairShardException>().WithMessage("The shard of training pairs*make the shard again.");
        }
    }

    [Fact]
    public void Changed_bytes_never_give_another_exception() =>
        Gen.Select(Gen.Int[0, 6000], Gen.Byte).Array[1, 4].Sample(changes =>
        {
            var shard = Write(Three);
            foreach (var (at, value) in changes)
                shard[at % shard.Length] = value;
            try
            {
                Read(shard);
            }
            catch (PairShardException)
            {
            }
        }, iter: 500);

    [Fact]
    public void A_foreign_tar_file_is_refused()
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, leaveOpen: true))
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "../evil.damaged") { DataStream = new MemoryStream([1]) });
        FluentActions.Invoking(() => Read(stream.ToArray())).Should().Throw<PairShardException>().WithMessage("*../evil.damaged*");
    }

    [Fact]
    public void A_name_twice_is_refused()
    {
        using var writer = new PairShardWriter(new MemoryStream());
        writer.Add(Three[0]);
        FluentActions.Invoking(() => writer.Add(Three[0])).Should().Throw<ArgumentException>().WithMessage("*already*");
    }

    [Fact]
    public void A_name_that_is_empty_too_long_or_malformed_is_refused()
    {
        using var writer = new PairShardWriter(new MemoryStream());
        foreach (var name in (string[])["", new('x', 1025), new('\ud800', 1)])
            FluentActions.Invoking(() => writer.Add(new TrainingPair(name, [1], [1]))).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_written_shard_takes_no_more()
    {
        var writer = new PairShardWriter(new MemoryStream());
        writer.Dispose();
        FluentActions.Invoking(() => writer.Add(Three[0])).Should().Throw<ObjectDisposedException>();
    }

    private static byte[] Write(TrainingPair[] pairs)
    {
        using var stream = new MemoryStream();
        using (var writer = new PairShardWriter(stream))
        {
            foreach (var pair in pairs)
                writer.Add(pair);
        }

        return stream.ToArray();
    }

    private static TrainingPair[] Read(byte[] shard) => [.. PairShardReader.Read(new MemoryStream(shard))];
}
