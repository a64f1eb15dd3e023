using CloudRestore.Imaging.Quality;
using CloudRestore.Learning.Networks;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Losses;

/// <summary>
/// One less the structural similarity of Wang et al. (2004) as <see cref="Ssim"/> measures it, for training: where the mean of the errors
/// alone leaves fine structure blurred, this asks for it (Zhao, Gallo, Frosio and Kautz 2017).
/// </summary>
public static class StructuralLoss
{
    private const double C1 = 0.01 * 0.01;
    private const double C2 = 0.03 * 0.03;

    /// <summary>A scalar, 0 for equal batches, at most 2; both are N×3×H×W in ImageNet-normalised units, no side below the window's 11 pixels.</summary>
    /// <exception cref="ArgumentException">A side is shorter than the window.</exception>
    public static Tensor Of(Tensor restored, Tensor original)
    {
        ArgumentNullException.ThrowIfNull(restored);
        ArgumentNullException.ThrowIfNull(original);
        if (Math.Min(restored.shape[2], restored.shape[3]) < Ssim.SmallestSide)
            throw new ArgumentException($"Structural similarity needs sides of at least {Ssim.SmallestSide} pixels.", nameof(restored));
        using var scope = NewDisposeScope();
        var (x, y) = (InUnits(restored), InUnits(original));
        var moments = Blur(cat([x, y, x.mul(x), y.mul(y), x.mul(y)], 1)).chunk(5, 1);
        var (meanX, meanY) = (moments[0], moments[1]);
        var (squareX, squareY, product) = (meanX.mul(meanX), meanY.mul(meanY), meanX.mul(meanY));
        var variances = moments[2].Plus(moments[3]).Minus(squareX).Minus(squareY);
        var covariance = moments[4].Minus(product);
        var similarity = product.Times(2).PlusInPlace(C1).mul(covariance.Times(2).PlusInPlace(C2))
            .div(squareX.Plus(squareY).PlusInPlace(C1).mul(variances.PlusInPlace(C2)));
        return similarity.mean().Times(-1).PlusInPlace(1).MoveToOuterDisposeScope();
    }

    private static Tensor InUnits(Tensor batch) => batch.mul(PerChannel(ImageNetNormalisation.Deviation, batch)).Plus(PerChannel(ImageNetNormalisation.Mean, batch));

    private static Tensor PerChannel(IReadOnlyList<float> values, Tensor like) => tensor(values.ToArray(), device: like.device).reshape(1, values.Count, 1, 1);

    // Two products with band matrices do what a separable convolution would, many times faster on a CPU.
    private static Tensor Blur(Tensor planes) =>
        Band(planes.shape[2], planes.device).t().matmul(planes.contiguous()).matmul(Band(planes.shape[3], planes.device));

    private static Tensor Band(long length, Device device)
    {
        var weights = Ssim.Window;
        var columns = (int)length - weights.Count + 1;
        var band = new float[length * columns];
        for (var column = 0; column < columns; column++)
        {
            for (var tap = 0; tap < weights.Count; tap++)
                band[(column + tap) * columns + column] = (float)weights[tap];
        }

        return tensor(band, [length, columns], device: device);
    }
}
