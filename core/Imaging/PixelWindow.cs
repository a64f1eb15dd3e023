namespace CloudRestore.Imaging;

/// <summary>A rectangle within a picture.</summary>
/// <param name="X">Pixels to the left of it, 0 or more.</param>
/// <param name="Y">Pixels above it, 0 or more.</param>
/// <param name="Width">Its width in pixels, at least 1.</param>
/// <param name="Height">Its height in pixels, at least 1.</param>
public readonly record struct PixelWindow(int X, int Y, int Width, int Height);
