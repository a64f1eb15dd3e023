using System.Numerics.Tensors;

namespace CloudRestore.Learning.Restoration.Smoothing;

/// <summary>What is found in a square around each pixel; at the borders in the part of it that lies inside.</summary>
internal static class SlidingWindow
{
    private delegate void Combination(ReadOnlySpan<float> one, ReadOnlySpan<float> other, Span<float> result);

    /// <summary>The largest number: grey dilation (Serra, 1982).</summary>
    /// <param name="plane">Replaced by the result.</param>
    /// <param name="radius">The square has a side of twice this and one, in pixels; 0 or more.</param>
    /// <param name="scratch">Another plane of the same size; what it held is lost.</param>
    public static void Maximum(Plane plane, int radius, Plane scratch) => Combine(plane, radius, scratch, TensorPrimitives.Max);

    /// <summary>The mean.</summary>
    /// <inheritdoc cref="Maximum"/>
    public static void Mean(Plane plane, int radius, Plane scratch)
    {
        Combine(plane, radius, scratch, TensorPrimitives.Add);
        float[] across = [.. Enumerable.Range(0, plane.Width).Select(x => 1f / Inside(x, radius, plane.Width))];
        for (var y = 0; y < plane.Height; y++)
        {
            TensorPrimitives.Multiply(plane.Row(y), across, plane.Row(y));
            TensorPrimitives.Multiply(plane.Row(y), 1f / Inside(y, radius, plane.Height), plane.Row(y));
        }
    }

    /// <summary>
    /// The white top-hat (Meyer, 1979): what is brighter than around and too thin for the square to fit into, by how much it is; 0 elsewhere.
    /// An edge is not in it, however hard or soft.
    /// </summary>
    /// <param name="plane">Replaced by the result.</param>
    /// <param name="radius">The square has a side of twice this and one, in pixels; 0 or more.</param>
    /// <param name="opened">Another plane of the same size; what it held is lost.</param>
    /// <param name="scratch">A third.</param>
    public static void WhiteTopHat(Plane plane, int radius, Plane opened, Plane scratch)
    {
        // The least number is the largest of the negatives, negated.
        TensorPrimitives.Negate(plane.Levels, opened.Levels);
        Maximum(opened, radius, scratch);
        TensorPrimitives.Negate(opened.Levels, opened.Levels);
        Maximum(opened, radius, scratch);
        TensorPrimitives.Subtract(plane.Levels, opened.Levels, plane.Levels);
    }

    // Rows first, then columns: of a square that gives the same as all at once.
    private static void Combine(Plane plane, int radius, Plane scratch, Combination combination)
    {
        for (var y = 0; y < plane.Height; y++)
            CombineAcross(plane.Row(y), radius, scratch.Row(y), combination);
        for (var y = 0; y < plane.Height; y++)
        {
            var row = plane.Row(y);
            scratch.Row(y).CopyTo(row);
            for (var other = Math.Max(0, y - radius); other <= Math.Min(plane.Height - 1, y + radius); other++)
                if (other != y)
                    combination(row, scratch.Row(other), row);
        }
    }

    private static void CombineAcross(ReadOnlySpan<float> row, int radius, Span<float> result, Combination combination)
    {
        row.CopyTo(result);
        for (var shift = 1; shift <= Math.Min(radius, row.Length - 1); shift++)
        {
            combination(result[shift..], row[..^shift], result[shift..]);
            combination(result[..^shift], row[shift..], result[..^shift]);
        }
    }

    private static int Inside(int position, int radius, int length) => Math.Min(length - 1, position + radius) - Math.Max(0, position - radius) + 1;
}
