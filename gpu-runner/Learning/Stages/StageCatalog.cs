namespace CloudRestore.Learning.Stages;

/// <summary>The stages by name.</summary>
public static class StageCatalog
{
    private static readonly Dictionary<string, Func<IStage>> Stages = new(StringComparer.Ordinal)
    {
        [StageNames.PretrainGenerator] = () => new PretrainGeneratorStage(),
        [StageNames.Generate] = () => new GenerateStage(),
        [StageNames.PretrainCritic] = () => new PretrainCriticStage(),
        [StageNames.Gan] = () => new GanStage(),
        [StageNames.Evaluate] = () => new EvaluateStage(),
    };

    /// <summary>The stage of that name.</summary>
    /// <param name="name">One of <see cref="StageNames"/>.</param>
    /// <exception cref="ArgumentException">No stage has that name.</exception>
    public static IStage Get(string name) =>
        Stages.TryGetValue(name, out var create)
            ? create()
            : throw new ArgumentException($"There is no stage '{name}'; the stages are {string.Join(", ", StageNames.All)}.", nameof(name));
}
