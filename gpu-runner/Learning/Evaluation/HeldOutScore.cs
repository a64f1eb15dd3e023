using CloudRestore.Learning.Data;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Evaluation;

/// <summary>Measures a generator on whole held-out photographs.</summary>
internal static class HeldOutScore
{
    /// <summary>The mean scores over the first photographs of a store. The generator is left in the mode it was in.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="device">Where it is.</param>
    /// <param name="heldOut">The held-out pairs.</param>
    /// <param name="count">How many of them at most.</param>
    /// <param name="samplesFolder">Where to write a sample grid of each; null for none.</param>
    /// <param name="cancellationToken">Ends the work between two tiles.</param>
    public static PhotographScore Of(
        nn.Module<Tensor, Tensor> generator, Device device, PairStore heldOut, int count, string? samplesFolder, CancellationToken cancellationToken)
    {
        var scores = new List<PhotographScore>();
        foreach (var (i, photograph) in HeldOutPhotographs.Restore(generator, device, heldOut, count, cancellationToken).Index())
        {
            var (damaged, restored, original) = photograph;
            scores.Add(PhotographScore.Of(damaged, restored, original));
            if (samplesFolder is not null)
                SampleGrid.Write(samplesFolder, i, damaged, restored, original);
        }

        return PhotographScore.Mean(scores);
    }
}
