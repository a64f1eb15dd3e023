using CloudRestore.Learning.Stages;

namespace CloudRestore.Learning.Tests.Stages;

/// <summary>All five stages of one undisturbed run, done once for several tests.</summary>
public sealed class FinishedRun : IDisposable
{
    private readonly StageRun _run = new();

    public FinishedRun()
    {
        foreach (var stage in StageNames.All)
            Outputs[stage] = _run.Run(stage, stage, InputsOf(stage));
    }

    public Dictionary<string, string> Outputs { get; } = [];

    public IReadOnlyList<StageProgress> Progress => _run.Progress;

    public Dictionary<string, string> InputsOf(string stage) => stage switch
    {
        StageNames.Generate => new() { [StageRoles.Generator] = Outputs[StageNames.PretrainGenerator] },
        StageNames.PretrainCritic => new() { [StageRoles.Generated] = Outputs[StageNames.Generate] },
        StageNames.Gan => new() { [StageRoles.Generator] = Outputs[StageNames.PretrainGenerator], [StageRoles.Critic] = Outputs[StageNames.PretrainCritic] },
        StageNames.Evaluate => new()
        {
            [StageRoles.Generator] = Outputs[StageNames.Gan],
            [StageRoles.Pretrained] = Outputs[StageNames.PretrainGenerator],
            [StageRoles.Champion] = Outputs[StageNames.PretrainGenerator],
            ["metrics:gan"] = Outputs[StageNames.Gan],
            ["metrics:pretrain-critic"] = Path.Combine(Outputs[StageNames.PretrainCritic], "metrics.csv"),
        },
        _ => [],
    };

    public void Dispose() => _run.Dispose();
}
