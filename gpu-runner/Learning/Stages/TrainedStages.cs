using CloudRestore.Learning.Evaluation;

namespace CloudRestore.Learning.Stages;

/// <summary>Finds what the training stages of a run left for its report among the inputs of evaluate.</summary>
internal static class TrainedStages
{
    // A generator comes in the folder of the stage that trained it, beside the sample grids.
    private static readonly Dictionary<string, string> GeneratorOf = new()
    {
        [StageNames.PretrainGenerator] = StageRoles.Pretrained,
        [StageNames.Gan] = StageRoles.Generator,
    };

    /// <summary>The stages with a curve or a grid, in the order in which a run takes them.</summary>
    public static IReadOnlyList<TrainedStage> Of(StageContext context) =>
    [
        .. StageNames.All.Select(stage => new TrainedStage(stage, Metrics(context, stage), Samples(context, stage)))
            .Where(stage => stage.Metrics.Count + stage.Samples.Count > 0),
    ];

    private static string[] Metrics(StageContext context, string stage) => context.Inputs.TryGetValue(StageRoles.MetricsPrefix + stage, out var path)
        ? File.ReadAllLines(Directory.Exists(path) ? Path.Combine(path, MetricsLog.FileName) : path)
        : [];

    private static IReadOnlyDictionary<long, byte[]> Samples(StageContext context, string stage)
    {
        var samples = new EpochSamples();
        if (GeneratorOf.TryGetValue(stage, out var role) && context.Inputs.TryGetValue(role, out var folder))
            samples.Read(Path.Combine(folder, SampleGrid.Folder));
        return samples.Grids;
    }
}
