using CloudRestore.Core.Api;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Functions.Orchestrations;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Training;

/// <summary>Puts a run together for the API from its record, its orchestration, its progress and its outcome. Pure.</summary>
internal static class TrainingRunView
{
    /// <summary>A run that has ended.</summary>
    public static TrainingRun Of(TrainingRequest request, TrainingOutcome outcome) => new()
    {
        Id = request.Id,
        Status = outcome.Status,
        Request = request,
        Stages = [.. outcome.Stages.Select(stage => Of(stage, null))],
        Model = outcome.Model,
        Promoted = outcome.Promoted,
        PromotionReason = outcome.PromotionReason,
        Metrics = outcome.Metrics,
        Reason = outcome.Reason,
        FinishedAt = outcome.FinishedAt,
    };

    /// <summary>A run without outcome.</summary>
    public static TrainingRun Of(TrainingRequest request, OrchestrationMetadata? instance, TrainingStatus? status, StageProgress? progress)
    {
        var broken = instance?.RuntimeStatus is OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
        var stages = status?.Stages ?? [];
        return new TrainingRun
        {
            Id = request.Id,
            Status = broken ? RunStatus.Failed : stages.Count == 0 ? RunStatus.Pending : RunStatus.Running,
            Request = request,
            Stages = [.. stages.Select(stage => Of(stage, stage.Name == progress?.Stage ? progress : null))],
            Reason = broken ? Failures.ReasonOf(instance!.FailureDetails) : null,
        };
    }

    private static TrainingStage Of(StageSummary stage, StageProgress? progress) => new()
    {
        Name = stage.Name,
        Status = stage.Status,
        Seconds = stage.Seconds,
        Step = progress?.Step,
        Steps = progress?.Steps,
        Loss = progress?.Loss,
        ImagesPerSecond = progress?.ImagesPerSecond,
        SecondsLeft = progress?.SecondsLeft,
    };
}
