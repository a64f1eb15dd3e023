using CloudRestore.Core.Runs;
using Microsoft.DurableTask;

namespace CloudRestore.Functions.Training;

/// <summary>The stages of a run by the orchestration's clock, shown as its custom status.</summary>
internal sealed class StageLog(TaskOrchestrationContext context, int generation)
{
    private readonly List<StageSummary> _stages = [];

    public IReadOnlyList<StageSummary> Stages => _stages;

    /// <summary>Ends the stage that runs, well, and begins the next.</summary>
    public void Begin(string name)
    {
        End(RunStatus.Succeeded);
        _stages.Add(new StageSummary(name, RunStatus.Running, Now()));
        Show();
    }

    /// <summary>Ends the stage that runs, if one does.</summary>
    public void End(RunStatus status)
    {
        if (_stages is not [.., { FinishedAt: null } last])
            return;
        _stages[^1] = last with { Status = status, FinishedAt = Now() };
        Show();
    }

    private DateTimeOffset Now() => new(context.CurrentUtcDateTime);

    private void Show() => context.SetCustomStatus(new TrainingStatus([.. _stages], generation));
}
