using CloudRestore.Imaging;

namespace CloudRestore.Learning.Data;

/// <summary>A decoded training pair.</summary>
/// <param name="Name">The photograph's name.</param>
/// <param name="Damaged">The damaged photograph at its own, usually smaller, size.</param>
/// <param name="Original">The photograph as it should be.</param>
internal sealed record PairImages(string Name, RgbImage Damaged, RgbImage Original)
{
    /// <summary>Bytes that the pixels take.</summary>
    public long Bytes => Damaged.Pixels.LongLength + Original.Pixels.LongLength;
}
