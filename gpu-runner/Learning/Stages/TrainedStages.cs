using System.Globalization;
using CloudRestore.Learning.Evaluation;

namespace CloudRestore.Learning.Stages;

/// <summary>Finds what the training stages of a run left for its report among the inputs of evaluate.</summary>
internal static class TrainedStages
{
    /// <summary>The stages with a curve or a grid, in the order in which a run takes them.</summary>
    public static IReadOnlyList<TrainedStage> Of(StageContext context)
    {
        var names = context.Inputs.Keys.Where(role => role.StartsWith(StageRoles.MetricsPrefix, StringComparison.Ordinal))
            .Select(role => role[StageRoles.MetricsPrefix.Length..])
            .Order(Comparer<string>.Create((a, b) => Place(a).CompareTo(Place(b))))
            .ToList();
        var lastGan = names.FindLast(name => Place(name).Stage == Order(StageNames.Gan)) ?? StageNames.Gan;
        return
        [
            .. names.Union([StageNames.PretrainGenerator, lastGan])
                .Select(name => new TrainedStage(name, Metrics(context, name), Samples(context, RoleOf(name))))
                .Where(stage => stage.Metrics.Count + stage.Samples.Count > 0),
        ];

        // A generator comes in the folder of the stage that trained it, beside the sample grids.
        string? RoleOf(string name) => name == lastGan ? StageRoles.Generator : name == StageNames.PretrainGenerator ? StageRoles.Pretrained : null;
    }

    // Of gan-2: its cycle, then its stage.
    private static (int Cycle, int Stage) Place(string name)
    {
        var stage = StageNames.All.FirstOrDefault(stage => name.StartsWith(stage, StringComparison.Ordinal)) ?? name;
        var cycle = name.Length > stage.Length && int.TryParse(name.AsSpan(stage.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;
        return (cycle, Order(stage));
    }

    private static int Order(string stage) => StageNames.All.TakeWhile(known => known != stage).Count();

    private static string[] Metrics(StageContext context, string stage) => context.Inputs.TryGetValue(StageRoles.MetricsPrefix + stage, out var path)
        ? File.ReadAllLines(Directory.Exists(path) ? Path.Combine(path, MetricsLog.FileName) : path)
        : [];

    private static IReadOnlyDictionary<long, byte[]> Samples(StageContext context, string? role)
    {
        var samples = new EpochSamples();
        if (role is not null && context.Inputs.TryGetValue(role, out var folder))
            samples.Read(Path.Combine(folder, SampleGrid.Folder));
        return samples.Grids;
    }
}
