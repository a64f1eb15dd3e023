using CloudRestore.Imaging.Native;
using NetVips;

namespace CloudRestore.Imaging.Damage.Blur;

/// <summary>
/// A square kernel of whole numbers that add up to a power of two. So every sum is exact, whatever order or instructions a machine adds
/// them with, and a flat picture stays flat.
/// </summary>
internal sealed class Kernel
{
    private const int One = 1 << 14;

    private readonly double[,] _weights;

    /// <summary>Takes a kernel of 2 * <paramref name="radius"/> + 1 pixels a side from a function of the distances from its centre.</summary>
    /// <param name="radius">Pixels from the centre to the edge, 0 to 64.</param>
    /// <param name="weight">The weight at a distance to the right and a distance down; the sum must be above 0.</param>
    public Kernel(int radius, Func<int, int, double> weight)
    {
        var size = (2 * radius) + 1;
        var weights = new double[size, size];
        double sum = 0, whole = 0;
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
                sum += weights[y, x] = weight(x - radius, y - radius);
        }

        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
                whole += weights[y, x] = Math.Floor((weights[y, x] / sum * One) + 0.5);
        }

        weights[radius, radius] += One - whole;
        _weights = weights;
    }

    /// <summary>Filters the picture; beyond its edges the pixels at the edge go on.</summary>
    public RgbImage Apply(RgbImage image)
    {
        var radius = _weights.GetLength(0) / 2;
        if (_weights[radius, radius] == One && _weights.Cast<double>().Count(weight => weight != 0) == 1)
            return image;
        using var pixels = VipsPixels.FromRgb(image);
        using var mask = Image.NewFromArray(_weights, scale: One);
        using var filtered = pixels.Conv(mask, precision: Enums.Precision.Float);
        using var rounded = filtered.Linear([1.0], [0.5]);
        using var samples = rounded.Cast(Enums.BandFormat.Uchar);
        return VipsPixels.ToRgb(samples);
    }
}
