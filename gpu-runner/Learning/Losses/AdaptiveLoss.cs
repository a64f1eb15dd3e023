using CloudRestore.Learning.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Losses;

/// <summary>
/// Binary cross entropy on logits against one answer for every patch, fastai's <c>AdaptiveLoss(BCEWithLogitsLoss)</c>, and the accuracy
/// that goes with it.
/// </summary>
public static class AdaptiveLoss
{
    /// <summary>A scalar: how far the N×P logits are from calling everything original, or nothing.</summary>
    public static Tensor BinaryCrossEntropy(Tensor logits, bool original)
    {
        ArgumentNullException.ThrowIfNull(logits);
        using var target = original ? ones_like(logits) : zeros_like(logits);
        return functional.binary_cross_entropy_with_logits(logits, target);
    }

    /// <summary>
    /// A scalar: the same with an answer per picture. <paramref name="originals"/> holds N values, 1 for an original and 0 for a
    /// restoration, and is expanded over the patches.
    /// </summary>
    public static Tensor BinaryCrossEntropy(Tensor logits, Tensor originals)
    {
        using var target = Expand(originals, logits);
        return functional.binary_cross_entropy_with_logits(logits, target);
    }

    /// <summary>The share of patches judged rightly, 0..1, when a logit above zero means "original".</summary>
    public static double Accuracy(Tensor logits, Tensor originals)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var right = logits.IsAbove(0).eq(Expand(originals, logits).IsAbove(0.5));
        return right.to(ScalarType.Float32).mean().item<float>();
    }

    private static Tensor Expand(Tensor originals, Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(originals);
        using var column = originals.reshape(logits.shape[0], 1);
        return column.expand_as(logits);
    }
}
