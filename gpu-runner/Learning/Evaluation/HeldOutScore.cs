using CloudRestore.Imaging.Resampling;
using CloudRestore.Learning.Data;
using CloudRestore.Learning.Restoration;
using static TorchSharp.torch;
using Generator = CloudRestore.Learning.Networks.Generator;

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
        var training = generator.training;
        generator.eval();
        try
        {
            var tiles = new TiledGenerator(generator, Generator.Stride, device, new RestorerOptions());
            var scores = new List<PhotographScore>();
            for (var i = 0; i < Math.Min(count, heldOut.Count); i++)
            {
                var pair = heldOut.Get(i);
                var damaged = Resample.Bilinear(pair.Damaged, pair.Original.Width, pair.Original.Height);
                var restored = tiles.Restore(damaged, null, cancellationToken);
                scores.Add(PhotographScore.Of(damaged, restored, pair.Original));
                if (samplesFolder is not null)
                    SampleGrid.Write(samplesFolder, i, damaged, restored, pair.Original);
            }

            return PhotographScore.Mean(scores);
        }
        finally
        {
            generator.train(training);
        }
    }
}
