using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Losses;

/// <summary>Mean squared error over all pixels and channels, in ImageNet-normalised units (times about 0.05 in units of 0..1).</summary>
public static class PixelLoss
{
    /// <summary>A scalar; both batches are N×3×H×W.</summary>
    public static Tensor MeanSquaredError(Tensor restored, Tensor original) => functional.mse_loss(restored, original);
}
