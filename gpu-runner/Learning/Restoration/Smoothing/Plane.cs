namespace CloudRestore.Learning.Restoration.Smoothing;

/// <summary>One number for each pixel of a tile, rows from the top.</summary>
internal sealed class Plane(int width, int height)
{
    /// <summary>Pixels of a row.</summary>
    public int Width => width;

    /// <summary>Rows.</summary>
    public int Height => height;

    /// <summary>All numbers, row by row.</summary>
    public float[] Levels { get; } = new float[width * height];

    /// <summary>One row.</summary>
    /// <param name="y">Its place from the top, from 0.</param>
    public Span<float> Row(int y) => Levels.AsSpan(y * width, width);
}
