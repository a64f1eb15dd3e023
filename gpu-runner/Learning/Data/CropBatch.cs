using CloudRestore.Imaging;

namespace CloudRestore.Learning.Data;

/// <summary>Square crops of damaged photographs and of their originals, 8-bit, one after the other, rows top to bottom, RGB interleaved.</summary>
internal sealed class CropBatch(int count, int size)
{
    private readonly int _imageBytes = size * size * RgbImage.Channels;

    /// <summary>Crops in the batch.</summary>
    public int Count => count;

    /// <summary>Side of a crop in pixels.</summary>
    public int Size => size;

    /// <summary>The damaged crops.</summary>
    public byte[] Inputs { get; } = new byte[count * size * size * RgbImage.Channels];

    /// <summary>The originals.</summary>
    public byte[] Targets { get; } = new byte[count * size * size * RgbImage.Channels];

    /// <summary>Fills one place with the same crop of two pictures of one size.</summary>
    public void Set(int index, RgbImage input, RgbImage target, int x, int y)
    {
        Copy(input, Inputs, index, x, y);
        Copy(target, Targets, index, x, y);
    }

    private void Copy(RgbImage image, byte[] to, int index, int x, int y)
    {
        var row = size * RgbImage.Channels;
        for (var line = 0; line < size; line++)
            Buffer.BlockCopy(image.Pixels, ((y + line) * image.Width + x) * RgbImage.Channels, to, index * _imageBytes + line * row, row);
    }
}
