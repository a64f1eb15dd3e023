using CloudRestore.Imaging.Resampling;
using CloudRestore.Learning.Data;
using CloudRestore.Learning.Restoration;
using static TorchSharp.torch;
using Generator = CloudRestore.Learning.Networks.Generator;

namespace CloudRestore.Learning.Evaluation;

/// <summary>What a generator in training makes of whole held-out photographs.</summary>
internal static class HeldOutPhotographs
{
    /// <summary>Restores the first photographs of a store, one as each is asked for. The generator is left in the mode it was in.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="device">Where it is.</param>
    /// <param name="heldOut">The held-out pairs.</param>
    /// <param name="count">How many of them at most.</param>
    /// <param name="cancellationToken">Ends the work between two tiles.</param>
    public static IEnumerable<RestoredPhotograph> Restore(
        nn.Module<Tensor, Tensor> generator, Device device, PairStore heldOut, int count, CancellationToken cancellationToken)
    {
        var training = generator.training;
        generator.eval();
        try
        {
            var tiles = new TiledGenerator(generator, Generator.Stride, device, new RestorerOptions { SmoothResidue = false });
            for (var i = 0; i < Math.Min(count, heldOut.Count); i++)
            {
                var pair = heldOut.Get(i);
                var damaged = Resample.Bilinear(pair.Damaged, pair.Original.Width, pair.Original.Height);
                yield return new RestoredPhotograph(damaged, tiles.Restore(damaged, null, cancellationToken), pair.Original);
            }
        }
        finally
        {
            generator.train(training);
        }
    }
}
