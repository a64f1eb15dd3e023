using CloudRestore.Learning.Data;
using CsCheck;

namespace CloudRestore.Learning.Tests.Data;

public sealed class ShuffledOrderTests
{
    [Fact]
    public void Every_epoch_holds_every_item_once() =>
        Gen.Select(Gen.Int[1, 40], Gen.ULong, Gen.Int[0, 1000]).Sample((count, seed, epoch) =>
        {
            var order = new ShuffledOrder(count, seed);
            Enumerable.Range(0, count).Select(i => order.At((long)epoch * count + i)).Order().Should().Equal(Enumerable.Range(0, count));
        });

    [Fact]
    public void A_place_holds_the_same_item_whatever_was_asked_before() =>
        Gen.Select(Gen.Int[1, 40], Gen.ULong, Gen.Long[0, 100_000], Gen.Long[0, 100_000]).Sample((count, seed, n, before) =>
        {
            var used = new ShuffledOrder(count, seed);
            used.At(before);
            used.At(n).Should().Be(new ShuffledOrder(count, seed).At(n));
        });

    [Fact]
    public void Several_threads_may_ask_at_once()
    {
        var alone = new ShuffledOrder(500, seed: 4);
        int[] expected = [.. Enumerable.Range(0, 20_000).Select(n => alone.At(n))];
        var shared = new ShuffledOrder(500, seed: 4);
        var asked = new int[expected.Length];
        Parallel.For(0, asked.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, n => asked[n] = shared.At(n));
        asked.Should().Equal(expected);
    }
}
