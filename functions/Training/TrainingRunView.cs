using CloudRestore.Core.Api;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Promoting;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Training;

/// <summary>Puts a run together for the API from its record, its orchestration, its progress and its outcome. Pure.</summary>
internal static class TrainingRunView
{
    /// <summary>Whether a run waits for a person.</summary>
    public static bool AwaitsApproval(TrainingStatus? status) => status?.Stages is [.., { Name: PromotionSteps.ApprovalStage, FinishedAt: null }];

    /// <summary>A run that has ended.</summary>
    public static TrainingRun Of(TrainingRequest request, TrainingOutcome outcome) => new()
    {
        Id = request.Id,
        Status = outcome.Status,
        Generation = outcome.Generation,
        Request = request.Shown(),
        Stages = [.. outcome.Stages.Select(stage => Of(stage, null))],
        Model = outcome.Model,
        Promoted = outcome.Promoted,
        PromotionReason = outcome.PromotionReason,
        Promotion = outcome.Promotion,
        Approval = outcome.Approval,
        Metrics = outcome.Metrics,
        Reason = outcome.Reason,
        FinishedAt = outcome.FinishedAt,
    };

    /// <summary>A run without outcome.</summary>
    /// <param name="request">The record.</param>
    /// <param name="instance">The orchestration, or null before it is there.</param>
    /// <param name="status">Its custom status.</param>
    /// <param name="progress">Where the stage that runs stands.</param>
    /// <param name="decision">How the model was judged, if it waits for approval.</param>
    public static TrainingRun Of(
        TrainingRequest request, OrchestrationMetadata? instance, TrainingStatus? status, StageProgress? progress, PromotionDecision? decision)
    {
        var broken = instance?.RuntimeStatus is OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
        var stages = status?.Stages ?? [];
        return new TrainingRun
        {
            Id = request.Id,
            Status = broken ? RunStatus.Failed
                : stages.Count == 0 ? RunStatus.Pending
                : AwaitsApproval(status) ? RunStatus.AwaitingApproval
                : RunStatus.Running,
            Request = request.Shown(),
            Generation = status?.Generation ?? 1,
            Stages = [.. stages.Select(stage => Of(stage, stage.Name == progress?.Stage ? progress : null))],
            PromotionReason = decision?.Reason,
            Promotion = decision,
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
