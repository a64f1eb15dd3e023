namespace CloudRestore.Imaging.Photographs;

/// <summary>What a file says of itself before its pixels are decoded.</summary>
/// <param name="Format">The format, told from the content.</param>
/// <param name="Width">Width in pixels, after orientation.</param>
/// <param name="Height">Height in pixels, after orientation.</param>
/// <param name="IsGreyscale">True when the file holds one colour channel.</param>
/// <param name="HasAlpha">True when the file holds an alpha channel.</param>
/// <param name="BitsPerSample">Bits of one sample as decoded: 8, 16, or 32 for colours held as floating point.</param>
public sealed record PhotographHeader(
    PhotographFormat Format, int Width, int Height, bool IsGreyscale, bool HasAlpha, int BitsPerSample);
