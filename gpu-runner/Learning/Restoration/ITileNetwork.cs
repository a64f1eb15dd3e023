namespace CloudRestore.Learning.Restoration;

/// <summary>Whatever restores one tile of a photograph, ready to be asked.</summary>
public interface ITileNetwork
{
    /// <summary>Sides of a tile are multiples of this, in pixels.</summary>
    int Stride { get; }

    /// <summary>Restores a tile at its own size.</summary>
    /// <param name="pixels">8-bit RGB, interleaved, rows from the top.</param>
    /// <param name="width">The tile's width in pixels.</param>
    /// <param name="height">The tile's height in pixels.</param>
    /// <returns>Levels from 0 to 255 in the same order, not yet rounded or clamped.</returns>
    float[] Restore(byte[] pixels, int width, int height);
}
