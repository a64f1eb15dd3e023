using System.Numerics;
using System.Runtime.InteropServices;

namespace CloudRestore.Learning.Restoration;

/// <summary>What is done to all levels of a tile, several numbers at a time: beside a network of bytes, one at a time is slow.</summary>
internal static class LevelVectors
{
    /// <summary>Adds levels, each times its weight and all times a factor.</summary>
    /// <param name="sum">What is added to.</param>
    /// <param name="levels">As many numbers.</param>
    /// <param name="weights">As many numbers.</param>
    /// <param name="factor">One for all.</param>
    public static void AddWeighted(Span<float> sum, ReadOnlySpan<float> levels, ReadOnlySpan<float> weights, float factor)
    {
        var sums = MemoryMarshal.Cast<float, Vector<float>>(sum);
        var many = MemoryMarshal.Cast<float, Vector<float>>(levels);
        var by = MemoryMarshal.Cast<float, Vector<float>>(weights);
        var times = new Vector<float>(factor);
        for (var i = 0; i < sums.Length; i++)
            sums[i] += by[i] * times * many[i];
        for (var i = sums.Length * Vector<float>.Count; i < sum.Length; i++)
            sum[i] += weights[i] * factor * levels[i];
    }

    /// <summary>Whether every level is a number: neither infinite nor undefined.</summary>
    /// <param name="levels">The levels.</param>
    public static bool AreFinite(ReadOnlySpan<float> levels)
    {
        var many = MemoryMarshal.Cast<float, Vector<float>>(levels);
        foreach (var some in many)
            // Infinity less itself, and whatever is no number, is no number.
            if (!Vector.EqualsAll(some - some, Vector<float>.Zero))
                return false;
        foreach (var level in levels[(many.Length * Vector<float>.Count)..])
            if (!float.IsFinite(level))
                return false;
        return true;
    }

    /// <summary>The largest difference between two numbers at the same place, in either direction; 0 for none at all.</summary>
    /// <param name="one">Numbers.</param>
    /// <param name="other">As many.</param>
    public static float LargestDifference(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var ones = MemoryMarshal.Cast<float, Vector<float>>(one);
        var others = MemoryMarshal.Cast<float, Vector<float>>(other);
        var vectors = Vector<float>.Zero;
        for (var i = 0; i < ones.Length; i++)
            vectors = Vector.Max(vectors, Vector.Abs(ones[i] - others[i]));
        var largest = 0f;
        for (var i = 0; i < Vector<float>.Count; i++)
            largest = Math.Max(largest, vectors[i]);
        for (var i = ones.Length * Vector<float>.Count; i < one.Length; i++)
            largest = Math.Max(largest, Math.Abs(one[i] - other[i]));
        return largest;
    }
}
