using System.ComponentModel.DataAnnotations;
using CloudRestore.Learning.Networks;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Losses;

/// <summary>The two losses of the lesson's GAN, as fastai's <c>GANModule</c> and <c>gan_loss_from_func</c> put them.</summary>
public sealed record GanLoss
{
    /// <summary>Weight of deceiving the critic in the generator's loss.</summary>
    [Range(0.0, 1e6)]
    public double CriticWeight { get; init; } = 1;

    /// <summary>Weight of the pixels' loss in the generator's loss: 200 in the lesson's first version, 50 in its second.</summary>
    [Range(0.0, 1e6)]
    public double PixelWeight { get; init; } = 50;

    /// <summary>The pixels' loss. Default the mean squared error, as the lesson.</summary>
    public PixelLossKind Pixels { get; init; } = PixelLossKind.MeanSquaredError;

    /// <summary>Weight of <see cref="StructuralLoss"/> within the pixels' loss. Default 0, none, as the lesson.</summary>
    [Range(0.0, 100.0)]
    public double StructureWeight { get; init; }

    /// <summary>The generator's loss, a scalar: <c>w0 * BCE(logits of the restored, original) + w1 * pixels(restored, original)</c>, where each
    /// pixel may have a weight (N×1×H×W).</summary>
    public Tensor Generator(Tensor restoredLogits, Tensor restored, Tensor original, Tensor? weights = null)
    {
        using var deceived = AdaptiveLoss.BinaryCrossEntropy(restoredLogits, original: true);
        using var pixels = PixelLoss.Of(Pixels, StructureWeight, restored, original, weights);
        using var weightedCritic = deceived.Times(CriticWeight);
        using var weightedPixels = pixels.Times(PixelWeight);
        return weightedCritic.Plus(weightedPixels);
    }

    /// <summary>The critic's loss, a scalar: the mean of both cross entropies. The restored pictures must be detached.</summary>
    public static Tensor Critic(Tensor originalLogits, Tensor restoredLogits)
    {
        using var real = AdaptiveLoss.BinaryCrossEntropy(originalLogits, original: true);
        using var fake = AdaptiveLoss.BinaryCrossEntropy(restoredLogits, original: false);
        using var sum = real.Plus(fake);
        return sum.Times(0.5);
    }
}
