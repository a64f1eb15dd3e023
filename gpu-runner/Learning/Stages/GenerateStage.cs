using CloudRestore.Imaging;
using CloudRestore.Imaging.Pairs;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Imaging.Resampling;
using CloudRestore.Learning.Data;
using CloudRestore.Learning.Restoration;
using TorchSharp;
using Generator = CloudRestore.Learning.Networks.Generator;

namespace CloudRestore.Learning.Stages;

/// <summary>Restores every training photograph with the pretrained generator, for the critic to learn from.</summary>
internal sealed class GenerateStage : IStage
{
    private const int PairsPerShard = 256;

    /// <inheritdoc/>
    public string Name => StageNames.Generate;

    /// <inheritdoc/>
    public StageResult Run(StageContext context, CancellationToken cancellationToken)
    {
        var device = StageDevice.Prepare(context);
        using var scope = torch.NewDisposeScope();
        using var pairs = PairStore.Open(context.PairsFolder, context.Preset.CacheMebibytes);
        using var model = StageModel.Load(context, StageRoles.Generator, device);
        model.Generator.eval();
        var tiles = new TiledGenerator(model.Generator, Generator.Stride, device, new RestorerOptions { SmoothResidue = false });
        var monitor = new StageMonitor(context, Name, 0, pairs.Count, cancellationToken);

        for (var first = 0; first < pairs.Count; first += PairsPerShard)
        {
            using var file = File.Create(Path.Combine(context.OutputFolder, $"shard-{first / PairsPerShard:D5}.tar"));
            using var shard = new PairShardWriter(file);
            for (var i = first; i < Math.Min(first + PairsPerShard, pairs.Count); i++)
            {
                var pair = pairs.Get(i);
                var (width, height) = Size(pair.Original, context.Preset.Generate.ShorterSide);
                var generated = tiles.Restore(Resample.Bilinear(pair.Damaged, width, height), null, cancellationToken);
                shard.Add(new TrainingPair(pair.Name, Encode(generated), Encode(Resample.Bilinear(pair.Original, width, height))));
                monitor.StepDone(i + 1, images: 1);
            }
        }

        return new StageResult(new Dictionary<string, double> { ["photographs"] = pairs.Count });
    }

    private static (int Width, int Height) Size(RgbImage original, int? shorterSide) =>
        shorterSide is { } side ? Resample.ShorterSide(original.Width, original.Height, side) : (original.Width, original.Height);

    private static byte[] Encode(RgbImage image) => PhotographWriter.Write(new Photograph(image), PhotographFormat.Png);
}
