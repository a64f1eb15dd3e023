namespace CloudRestore.Learning.Tests.Restoration.Smoothing;

/// <summary>A picture of floats, as tiles are: RGB, interleaved.</summary>
internal sealed record Tile(int Width, int Height, float[] Levels)
{
    public static Tile Of(int width, int height, Func<int, int, (float Red, float Green, float Blue)> colour)
    {
        var levels = new float[width * height * 3];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                (levels[((y * width) + x) * 3], levels[(((y * width) + x) * 3) + 1], levels[(((y * width) + x) * 3) + 2]) = colour(x, y);
        return new Tile(width, height, levels);
    }

    public Tile Map(Func<float, float> change) => this with { Levels = [.. Levels.Select(change)] };
}
