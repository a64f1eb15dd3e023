using CloudRestore.Imaging.Damage;

namespace CloudRestore.Learning.Data;

/// <summary>An endless order in which every epoch is a permutation of its own; the n-th place is a function of the seed and n. Safe for several threads.</summary>
internal sealed class ShuffledOrder(int count, ulong seed)
{
    private readonly Lock _lock = new();
    private readonly int[] _order = new int[count];
    private long _epoch = -1;

    /// <summary>The item at place <paramref name="n"/>.</summary>
    public int At(long n)
    {
        var (epoch, place) = Math.DivRem(n, count);
        lock (_lock)
        {
            if (epoch != _epoch)
                Shuffle(epoch);
            return _order[place];
        }
    }

    private void Shuffle(long epoch)
    {
        var random = new SeededRandom(SampleSeed.Derive(seed, "epoch", epoch));
        for (var i = 0; i < _order.Length; i++)
            _order[i] = i;
        for (var i = _order.Length - 1; i > 0; i--)
        {
            var j = random.NextInt(0, i);
            (_order[i], _order[j]) = (_order[j], _order[i]);
        }

        _epoch = epoch;
    }
}
