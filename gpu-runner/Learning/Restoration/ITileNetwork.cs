namespace CloudRestore.Learning.Restoration;

/// <summary>Whatever restores one tile of a photograph, ready to be asked.</summary>
public interface ITileNetwork
{
    /// <summary>Sides of a tile are multiples of this, in pixels.</summary>
    int Stride { get; }

    /// <summary>Restores a tile at its own size, in place.</summary>
    /// <param name="levels">RGB, interleaved, rows from the top, 0 to <paramref name="top"/>; exactly one tile. What was restored is not yet rounded or clamped.</param>
    /// <param name="width">The tile's width in pixels.</param>
    /// <param name="height">The tile's height in pixels.</param>
    /// <param name="top">The level of full brightness: 255 or 65,535.</param>
    void Restore(float[] levels, int width, int height, float top);
}
