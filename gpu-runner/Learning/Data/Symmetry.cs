using CloudRestore.Imaging;
using CloudRestore.Imaging.Damage;
using CloudRestore.Learning.Presets;

namespace CloudRestore.Learning.Data;

/// <summary>The eight symmetries of the square, numbered 0 to 7: bit 0 mirrors left to right, bit 1 top to bottom, bit 2 swaps rows and columns.</summary>
internal static class Symmetry
{
    /// <summary>A random symmetry among those allowed.</summary>
    public static int Draw(Flips flips, SeededRandom random) => flips switch
    {
        Flips.Horizontal => random.NextInt(0, 1),
        Flips.Dihedral => random.NextInt(0, 7),
        _ => 0,
    };

    /// <summary>The picture under a symmetry; rows and columns are swapped last.</summary>
    public static RgbImage Apply(RgbImage image, int symmetry)
    {
        if (symmetry == 0)
            return image;
        var (mirrorX, mirrorY, swap) = ((symmetry & 1) != 0, (symmetry & 2) != 0, (symmetry & 4) != 0);
        var (width, height) = swap ? (image.Height, image.Width) : (image.Width, image.Height);
        var (source, result) = (image.Pixels, new byte[image.Pixels.Length]);
        var column = (mirrorX ? -1 : 1) * RgbImage.Channels;
        var row = (mirrorY ? -1 : 1) * image.Width * RgbImage.Channels;
        var corner = ((mirrorY ? image.Height - 1 : 0) * image.Width + (mirrorX ? image.Width - 1 : 0)) * RgbImage.Channels;
        var (right, down) = swap ? (row, column) : (column, row);
        var to = 0;
        for (var y = 0; y < height; y++)
            for (int x = 0, from = corner + y * down; x < width; x++, from += right)
            {
                result[to++] = source[from];
                result[to++] = source[from + 1];
                result[to++] = source[from + 2];
            }

        return new RgbImage(width, height, result);
    }
}
