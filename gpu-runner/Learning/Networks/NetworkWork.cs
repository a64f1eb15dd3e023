namespace CloudRestore.Learning.Networks;

/// <summary>Counts what a network computes: the multiplications and additions of its convolutions and its attention, as the layers do them.</summary>
internal static class NetworkWork
{
    [ThreadStatic]
    private static long? _multiplyAdds;

    /// <summary>The floating-point operations of everything that <paramref name="forward"/> runs on this thread; a multiplication with its addition is two.</summary>
    public static double FloatingPointOperations(Action forward)
    {
        var outer = _multiplyAdds;
        _multiplyAdds = 0;
        try
        {
            forward();
            return 2.0 * _multiplyAdds.Value;
        }
        finally
        {
            _multiplyAdds = outer;
        }
    }

    /// <summary>Told by every layer what it does for one call.</summary>
    public static void Add(long multiplyAdds)
    {
        if (_multiplyAdds is not null)
            _multiplyAdds += multiplyAdds;
    }
}
