using CloudRestore.Core.Runs;
using CloudRestore.Functions.Webhooks;
using Microsoft.DurableTask;

namespace CloudRestore.Functions.Training;

/// <summary>The stages of a run by the orchestration's clock, shown as its custom status and told to its webhook.</summary>
internal sealed class StageLog(TaskOrchestrationContext context, TrainingStart start)
{
    private readonly List<StageSummary> _stages = [];

    public IReadOnlyList<StageSummary> Stages => _stages;

    /// <summary>Ends the stage that runs, well, and begins the next.</summary>
    public void Begin(string name)
    {
        Finish(RunStatus.Succeeded);
        _stages.Add(new StageSummary(name, RunStatus.Running, Now()));
        Show();
    }

    /// <summary>Ends the stage that runs, if one does.</summary>
    public void End(RunStatus status)
    {
        if (Finish(status))
            Show();
    }

    private bool Finish(RunStatus status)
    {
        if (_stages is not [.., { FinishedAt: null } last])
            return false;
        _stages[^1] = last with { Status = status, FinishedAt = Now() };
        return true;
    }

    private DateTimeOffset Now() => new(context.CurrentUtcDateTime);

    private void Show()
    {
        context.SetCustomStatus(new TrainingStatus([.. _stages], start.Generation));
        context.WakeWebhook(start.Webhook);
    }
}
