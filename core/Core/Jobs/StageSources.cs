namespace CloudRestore.Core.Jobs;

/// <summary>Which stages of a run leave what another stage of it takes in.</summary>
public static class StageSources
{
    /// <summary>Prefix of the roles that carry a stage's metrics.</summary>
    public const string MetricsPrefix = "metrics:";

    /// <summary>The stages whose outputs a stage takes, by the role in which it takes them.</summary>
    /// <param name="stage">The stage that takes.</param>
    /// <param name="cycles">How many cycles the run has.</param>
    public static IReadOnlyDictionary<string, RunStage> Of(RunStage stage, int cycles)
    {
        var sources = new SortedDictionary<string, RunStage>(StringComparer.Ordinal);
        switch (stage.Kind)
        {
            case JobKind.Generate:
                sources["generator"] = GeneratorBefore(stage.Cycle);
                break;
            case JobKind.PretrainCritic:
                sources["generated"] = new(JobKind.Generate, stage.Cycle);
                if (stage.Cycle > 1)
                    sources["critic"] = new(JobKind.Gan, stage.Cycle - 1);
                break;
            case JobKind.Gan:
                sources["generator"] = GeneratorBefore(stage.Cycle);
                sources["critic"] = new(JobKind.PretrainCritic, stage.Cycle);
                break;
            case JobKind.Evaluate:
                sources["generator"] = new(JobKind.Gan, cycles);
                sources["pretrained"] = new(JobKind.PretrainGenerator);
                foreach (var trained in RunStage.Of(cycles).Where(trained => trained.Kind is JobKind.PretrainGenerator or JobKind.PretrainCritic or JobKind.Gan))
                    sources[MetricsPrefix + trained.Name] = trained;
                break;
            default:
                break;
        }

        return sources;
    }

    private static RunStage GeneratorBefore(int cycle) => cycle == 1 ? new(JobKind.PretrainGenerator) : new(JobKind.Gan, cycle - 1);
}
