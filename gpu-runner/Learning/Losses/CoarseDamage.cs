using CloudRestore.Learning.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace CloudRestore.Learning.Losses;

/// <summary>
/// Where a photograph is badly damaged: under a number, a word or a scratch, and around it, where the compression has smeared it. Such
/// places are few; weighted more, nothing of the shape is left to be sharpened.
/// </summary>
public static class CoarseDamage
{
    private const int Window = 21;

    /// <summary>The mean error of a window, in units of 0..1, from which a place counts as damaged; ordinary blur lies below.</summary>
    private const double Least = 0.1;

    /// <summary>How much above <see cref="Least"/> it counts in full.</summary>
    private const double Span = 0.15;

    /// <summary>The mean error of three by three pixels, in units of 0..1, that only a stroke or a hard edge has.</summary>
    private const double Stroke = 0.13;

    private const int Reach = 5;

    /// <summary>The weights as below, or null where <paramref name="weight"/> is 0: all pixels alike.</summary>
    public static Tensor? WeightsOrNone(Tensor damaged, Tensor original, double weight) => weight == 0 ? null : Weights(damaged, original, weight);

    /// <summary>
    /// N×1×H×W, from 1 to 1 + <paramref name="weight"/>, for N×3×H×W batches in ImageNet-normalised units: how much the mean absolute
    /// error of the <paramref name="damaged"/> photograph within 21 pixels is above that of ordinary blur.
    /// </summary>
    public static Tensor Weights(Tensor damaged, Tensor original, double weight)
    {
        ArgumentNullException.ThrowIfNull(damaged);
        ArgumentNullException.ThrowIfNull(original);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var around = MeanOf(Window, Error(damaged, original));
        return around.PlusInPlace(-Least).Times(1 / Span).AtLeast(0).AtMost(1).Times(weight).PlusInPlace(1).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// N×1×H×W of truth values for such batches: what lies within 5 pixels of a place that is badly damaged, be it as thin as a stroke. Light
    /// numbers on a light ground are found, too, and so are the hardest edges of the picture.
    /// </summary>
    public static Tensor Mask(Tensor damaged, Tensor original)
    {
        ArgumentNullException.ThrowIfNull(damaged);
        ArgumentNullException.ThrowIfNull(original);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var strokes = MeanOf(3, Error(damaged, original)).IsAbove(Stroke).to(ScalarType.Float32);
        return functional.max_pool2d(strokes, kernel_size: (2 * Reach) + 1, stride: 1, padding: Reach).to(ScalarType.Bool).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The restored batch as it is, through which no gradient goes where the <paramref name="mask"/> is true: what follows cannot change
    /// what the generator does there.
    /// </summary>
    public static Tensor Spare(Tensor restored, Tensor mask)
    {
        ArgumentNullException.ThrowIfNull(restored);
        using var held = restored.detach();
        return where(mask, held, restored);
    }

    private static Tensor Error(Tensor damaged, Tensor original) =>
        damaged.Minus(original).abs().mean([1], keepdim: true).Times(ImageNetNormalisation.Deviation.Average());

    private static Tensor MeanOf(int window, Tensor error) =>
        functional.avg_pool2d(error, kernel_size: window, stride: 1, padding: window / 2, count_include_pad: false);
}
