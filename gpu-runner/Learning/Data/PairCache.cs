using System.Diagnostics.CodeAnalysis;

namespace CloudRestore.Learning.Data;

/// <summary>Decoded pairs up to a number of bytes; the least recently used leaves first.</summary>
internal sealed class PairCache(long budget)
{
    private readonly Dictionary<int, LinkedListNode<(int Index, PairImages Pair)>> _nodes = [];
    private readonly LinkedList<(int Index, PairImages Pair)> _byUse = [];

    /// <summary>Bytes held now.</summary>
    public long Bytes { get; private set; }

    /// <summary>Looks a pair up and marks it as used.</summary>
    public bool TryGet(int index, [NotNullWhen(true)] out PairImages? pair)
    {
        pair = null;
        if (!_nodes.TryGetValue(index, out var node))
            return false;
        _byUse.Remove(node);
        _byUse.AddFirst(node);
        pair = node.Value.Pair;
        return true;
    }

    /// <summary>Adds a pair that is not held; one larger than the budget is not kept.</summary>
    public void Add(int index, PairImages pair)
    {
        if (pair.Bytes > budget)
            return;
        _nodes.Add(index, _byUse.AddFirst((index, pair)));
        Bytes += pair.Bytes;
        while (Bytes > budget)
        {
            var (oldest, dropped) = _byUse.Last!.Value;
            _byUse.RemoveLast();
            _nodes.Remove(oldest);
            Bytes -= dropped.Bytes;
        }
    }
}
