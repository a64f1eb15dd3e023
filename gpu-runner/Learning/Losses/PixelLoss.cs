using CloudRestore.Learning.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Losses;

/// <summary>Losses over all pixels and channels, in ImageNet-normalised units.</summary>
public static class PixelLoss
{
    /// <summary>A scalar, mean squared error (times about 0.05 in units of 0..1); both batches are N×3×H×W.</summary>
    public static Tensor MeanSquaredError(Tensor restored, Tensor original) => functional.mse_loss(restored, original);

    /// <summary>A scalar, mean absolute error (times about 0.23 in units of 0..1); both batches are N×3×H×W.</summary>
    public static Tensor MeanAbsoluteError(Tensor restored, Tensor original) => functional.l1_loss(restored, original);

    /// <summary>The loss of that kind.</summary>
    public static Tensor Of(PixelLossKind kind, Tensor restored, Tensor original) =>
        kind == PixelLossKind.MeanAbsoluteError ? MeanAbsoluteError(restored, original) : MeanSquaredError(restored, original);

    /// <summary>The loss of that kind, each pixel's times its weight; <paramref name="weights"/> is N×1×H×W.</summary>
    public static Tensor Of(PixelLossKind kind, Tensor weights, Tensor restored, Tensor original)
    {
        ArgumentNullException.ThrowIfNull(restored);
        using var scope = NewDisposeScope();
        var difference = restored.Minus(original);
        var errors = kind == PixelLossKind.MeanAbsoluteError ? difference.abs() : difference.square();
        return errors.mul(weights).mean().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The loss of that kind, each pixel's times its weight where there are weights, and <see cref="StructuralLoss"/> times its own, where
    /// that is not 0.
    /// </summary>
    public static Tensor Of(PixelLossKind kind, double structureWeight, Tensor restored, Tensor original, Tensor? weights = null)
    {
        var pixels = weights is null ? Of(kind, restored, original) : Of(kind, weights, restored, original);
        if (structureWeight == 0)
            return pixels;
        using (pixels)
        using (var structure = StructuralLoss.Of(restored, original))
        using (var weighted = structure.Times(structureWeight))
            return pixels.Plus(weighted);
    }
}
