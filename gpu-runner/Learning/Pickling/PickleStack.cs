namespace CloudRestore.Learning.Pickling;

/// <summary>The stack of the pickle machine. Nothing is taken from below the last mark.</summary>
internal sealed class PickleStack
{
    private readonly List<object?> _values = [];
    private readonly Stack<int> _marks = [];

    private int Floor => _marks.TryPeek(out var mark) ? mark : 0;

    public void Push(object? value) => _values.Add(value);

    public void Mark() => _marks.Push(_values.Count);

    public object? Peek() => _values.Count > Floor ? _values[^1] : throw Underflow();

    public object? Pop()
    {
        var value = Peek();
        _values.RemoveAt(_values.Count - 1);
        return value;
    }

    /// <summary>The topmost values, the lowest first.</summary>
    public object?[] Pop(int count)
    {
        if (_values.Count - Floor < count) throw Underflow();
        return Take(_values.Count - count);
    }

    /// <summary>The values above the last mark, the lowest first; the mark goes too.</summary>
    public object?[] PopToMark() => _marks.TryPop(out var mark) ? Take(mark) : throw new PickleException("its pickle has lost a mark");

    /// <summary>The last value of all.</summary>
    public object? PopOnly() => _values.Count == 1 && _marks.Count == 0 ? Pop() : throw new PickleException("its pickle ends with something left over, or nothing");

    private object?[] Take(int from)
    {
        var taken = _values[from..].ToArray();
        _values.RemoveRange(from, taken.Length);
        return taken;
    }

    private static PickleException Underflow() => new("its pickle takes a value that is not there");
}
