using CloudRestore.Learning.Stages;

namespace CloudRestore.GpuRunner.Tests.Support;

/// <summary>Does what a test says in place of training.</summary>
internal sealed class ScriptedStage(Func<StageContext, CancellationToken, StageResult> script) : IStage
{
    public static StageResult Done { get; } = new(new Dictionary<string, double> { ["loss"] = 0.25 });

    public string Name => StageNames.PretrainGenerator;

    public StageResult Run(StageContext context, CancellationToken cancellationToken) => script(context, cancellationToken);
}
